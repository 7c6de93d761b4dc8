package teamwork

// currencyCodeLines is the list of the official example (contract 2.6), in its order, which is by name. It is not ISO
// 4217: it contains RMB and obsolete codes, lacks newer ones, and contains the name "Kwacha" twice.
const currencyCodeLines = `AFN Afghani
DZD Algerian dinar
ARS Argentine peso
AMD Armenian dram
AWG Aruban guilder
AUD Australian dollar
ATS Austria Schillings
AZN Azerbaijanian manat
BSD Bahamian dollar
BHD Bahraini dinar
THB Baht
PAB Balboa
BDT Bangladeshi taka
BBD Barbados dollar
BEF Belgium Francs
BZD Belize dollar
BMD Bermudian dollar
BOB Boliviano
BRL Brazilian real
BND Brunei dollar
BGL Bulgaria Leva
BGN Bulgarian lev
BIF Burundian franc
CAD Canadian dollar
CVE Cape Verde escudo
KYD Cayman Islands dollar
GHS Cedi
XOF CFA Franc BCEAO
XAF CFA franc BEAC
XPF CFP franc
CLP Chilean peso
RMB Chinese Renminbi Yuan
COP Colombian peso
KMF Comoro franc
BAM Convertible marks
NIO Cordoba oro
CRC Costa Rican colon
HRK Croatian kuna
CUP Cuban peso
CYP Cyprus Pounds
CZK Czech koruna
GMD Dalasi
DKK Danish krone
MKD Denar
DJF Djibouti franc
STD Dobra
DOP Dominican peso
XCD East Caribbean dollar
EGP Egyptian pound
ETB Ethiopian birr
EUR Euro
FKP Falkland Islands pound
FJD Fiji dollar
HUF Forint
CDF Franc Congolais
FRF France Francs
GIP Gibraltar pound
PYG Guarani
GNF Guinea franc
GYD Guyana dollar
HTG Haiti gourde
HKD Hong Kong dollar
UAH Hryvnia
ISK Iceland krona
INR Indian rupee
IRR Iranian rial
IQD Iraqi dinar
IEP Ireland Pounds
ITL Italy Lire
JMD Jamaican dollar
JPY Japanese yen
JOD Jordanian dinar
KZT Kazakhstani Tenge
KES Kenyan shilling
PGK Kina
LAK Kip
EEK Kroon
KWD Kuwaiti dinar
MWK Kwacha
ZMK Kwacha
AOA Kwanza
GEL Lari
LVL Latvian lats
LBP Lebanese pound
ALL Lek
HNL Lempira
SLL Leone
LRD Liberian dollar
LYD Libyan dinar
SZL Lilangeni
LTL Lithuanian litas
LSL Loti
LUF Luxembourg Francs
MGA Malagasy ariary
MYR Malaysian ringgit
MLT Maltese Lira
TMM Manat
MUR Mauritius rupee
MZN Metical
MXN Mexican peso
MDL Moldovan leu
MAD Moroccan dirham
NGN Naira
ERN Nakfa
NAD Namibian dollar
NPR Nepalese rupee
ANG Netherlands Antillian guilder
ILS New Israeli shekel
TWD New Taiwan dollar
NZD New Zealand dollar
BTN Ngultrum
KPW North Korean won
NOK Norwegian krone
PEN Nuevo sol
MRO Ouguiya
TOP Pa'anga
PKR Pakistan rupee
MOP Pataca
PHP Philippine peso
PTE Portugal Escudos
GBP Pound sterling
BWP Pula
QAR Qatari rial
GTQ Quetzal
CNY Renminbi
OMR Rial Omani
KHR Riel
ROL Romania Lei
RON Romanian new leu
MVR Rufiyaa
IDR Rupiah
RUB Russian ruble
RWF Rwanda franc
SHP Saint Helena pound
WST Samoan tala
SAR Saudi riyal
RSD Serbian dinar
SCR Seychelles rupee
SGD Singapore dollar
SKK Slovak koruna
SBD Solomon Islands dollar
KGS Som
TJS Somoni
ZAR South African rand
KRW South Korean won
ESP Spain Pesetas
LKR Sri Lanka rupee
SDG Sudanese pound
SRD Surinam dollar
SEK Swedish krona
CHF Swiss franc
SYP Syrian pound
TZS Tanzanian shilling
TTD Trinidad and Tobago dollar
MNT Tugrik
TND Tunisian dinar
TRL Turkey Liras
TRY Turkish Lira
UGX Uganda shilling
AED United Arab Emirates dirham
UYU Uruguayan Peso
USD US dollar
UZS Uzbekistan som
VUV Vatu
VEB Venezuela Bolivares
VEF Venezuelan bolívar fuerte
VND Vietnamese dong
YER Yemeni rial
PLN Zloty
`
