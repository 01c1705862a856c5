"""Read traditional characters as simplified ones, one for one, so that every rule is written once and every place holds."""

TRADITIONAL = (
    "佈佔併來個們傑備傳傾僅價億儘償優儲內兩創劃劇劑動務勝勞勢勵區協參吳員問啟喚單嚴國圍圓圖團報場塊墊壓壽夠奪奮媽孫學實寧審寫寬將專對導屆屬島峽嶺帥師帳帶幣幫庫廠廣廳張強彈後從復憂應懷戰"
    "戲戶換損搶撥擇擔據擬擴擺攜敗敵數斷於時晉暫曆書會東條業極構樓標樣樹橋機權歐歡歲歷歸殘殺氣決沒減測準滅滿漁漲漸潔潛濟瀏灣為無熱燈營爭爾狀獎獨獲獻現環產畢畫異當療癥發盜盡監盤碩確礎礦禮"
    "稅種稱積穩穫競筆節範築簽籌籤糧紀約紅納純紙級紛細終組結絕絡給統經綜綠維綱網緊線緝編緩縣縮總績織繫繼續罰習聖聞聯聲職脫腦臺與興舉舊艦華萬蓋藝藥蘇蘭處虛號蟲術衛衝補複規視覽觀訂計訊託記"
    "設許訴診評詢試該詳認語誠誤說課調談請諮證識譜議護變讓負財貢貧貸費貼資賓質賴購賽贈趕躍車軌軍較載輔輕輛輩輸轄轉辦農迴這連週進遊運過達適遷選遺還邊郵鄉鄰醫釋針銀銅銷錄錢鍵鎖鎮鏈鐵鑒長門"
    "閉開間閱關隊階際隨險雙雜離難雲電靈靜響頂項順須預頒領頭頻題額願類顧顯風飛養餘館駐騎驗驚體鬆魚鮮麗麥黃點黨齊齒齡龍"
)
SIMPLIFIED = (
    "布占并来个们杰备传倾仅价亿尽偿优储内两创划剧剂动务胜劳势励区协参吴员问启唤单严国围圆图团报场块垫压寿够夺奋妈孙学实宁审写宽将专对导届属岛峡岭帅师帐带币帮库厂广厅张强弹后从复忧应怀战"
    "戏户换损抢拨择担据拟扩摆携败敌数断于时晋暂历书会东条业极构楼标样树桥机权欧欢岁历归残杀气决没减测准灭满渔涨渐洁潜济浏湾为无热灯营争尔状奖独获献现环产毕画异当疗症发盗尽监盘硕确础矿礼"
    "税种称积稳获竞笔节范筑签筹签粮纪约红纳纯纸级纷细终组结绝络给统经综绿维纲网紧线缉编缓县缩总绩织系继续罚习圣闻联声职脱脑台与兴举旧舰华万盖艺药苏兰处虚号虫术卫冲补复规视览观订计讯托记"
    "设许诉诊评询试该详认语诚误说课调谈请咨证识谱议护变让负财贡贫贷费贴资宾质赖购赛赠赶跃车轨军较载辅轻辆辈输辖转办农回这连周进游运过达适迁选遗还边邮乡邻医释针银铜销录钱键锁镇链铁鉴长门"
    "闭开间阅关队阶际随险双杂离难云电灵静响顶项顺须预颁领头频题额愿类顾显风飞养余馆驻骑验惊体松鱼鲜丽麦黄点党齐齿龄龙"
)
SIMPLIFY = str.maketrans(TRADITIONAL, SIMPLIFIED)


def simplify(text: str) -> str:
    """The text in simplified characters; it keeps its length."""
    return text.translate(SIMPLIFY)


def restore(words: str, printed: str) -> str:
    """``words`` taken from the simplified text, in the characters of the text as ``printed``."""
    back = {ord(char): old for old in set(printed) if (char := old.translate(SIMPLIFY)) != old}
    return words.translate(back) if back else words
