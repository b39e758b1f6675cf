// A chain keeps its types however long it is.

// --- file: b/Builder.java
package b;

class Builder {
    Builder add(int n) { return this; }         // @def add
    Part build() { return null; }               // @def build
}
class Part {
    void use() {}                               // @def use
}
class Uses {
    void run(Builder builder) {
        builder
            .add(0)                             // @calls add
            .add(1)                             // @calls add
            .add(2)                             // @calls add
            .add(3)                             // @calls add
            .add(4)                             // @calls add
            .add(5)                             // @calls add
            .add(6)                             // @calls add
            .add(7)                             // @calls add
            .add(8)                             // @calls add
            .add(9)                             // @calls add
            .add(10)                             // @calls add
            .add(11)                             // @calls add
            .add(12)                             // @calls add
            .add(13)                             // @calls add
            .add(14)                             // @calls add
            .add(15)                             // @calls add
            .add(16)                             // @calls add
            .add(17)                             // @calls add
            .add(18)                             // @calls add
            .add(19)                             // @calls add
            .add(20)                             // @calls add
            .add(21)                             // @calls add
            .add(22)                             // @calls add
            .add(23)                             // @calls add
            .add(24)                             // @calls add
            .add(25)                             // @calls add
            .add(26)                             // @calls add
            .add(27)                             // @calls add
            .add(28)                             // @calls add
            .add(29)                             // @calls add
            .add(30)                             // @calls add
            .add(31)                             // @calls add
            .add(32)                             // @calls add
            .add(33)                             // @calls add
            .add(34)                             // @calls add
            .add(35)                             // @calls add
            .add(36)                             // @calls add
            .add(37)                             // @calls add
            .add(38)                             // @calls add
            .add(39)                             // @calls add
            .add(40)                             // @calls add
            .add(41)                             // @calls add
            .add(42)                             // @calls add
            .add(43)                             // @calls add
            .add(44)                             // @calls add
            .add(45)                             // @calls add
            .add(46)                             // @calls add
            .add(47)                             // @calls add
            .add(48)                             // @calls add
            .add(49)                             // @calls add
            .add(50)                             // @calls add
            .add(51)                             // @calls add
            .add(52)                             // @calls add
            .add(53)                             // @calls add
            .add(54)                             // @calls add
            .add(55)                             // @calls add
            .add(56)                             // @calls add
            .add(57)                             // @calls add
            .add(58)                             // @calls add
            .add(59)                             // @calls add
            .add(60)                             // @calls add
            .add(61)                             // @calls add
            .add(62)                             // @calls add
            .add(63)                             // @calls add
            .add(64)                             // @calls add
            .add(65)                             // @calls add
            .add(66)                             // @calls add
            .add(67)                             // @calls add
            .add(68)                             // @calls add
            .add(69)                             // @calls add
            .add(70)                             // @calls add
            .add(71)                             // @calls add
            .add(72)                             // @calls add
            .add(73)                             // @calls add
            .add(74)                             // @calls add
            .add(75)                             // @calls add
            .add(76)                             // @calls add
            .add(77)                             // @calls add
            .add(78)                             // @calls add
            .add(79)                             // @calls add
            .add(80)                             // @calls add
            .add(81)                             // @calls add
            .add(82)                             // @calls add
            .add(83)                             // @calls add
            .add(84)                             // @calls add
            .add(85)                             // @calls add
            .add(86)                             // @calls add
            .add(87)                             // @calls add
            .add(88)                             // @calls add
            .add(89)                             // @calls add
            .add(90)                             // @calls add
            .add(91)                             // @calls add
            .add(92)                             // @calls add
            .add(93)                             // @calls add
            .add(94)                             // @calls add
            .add(95)                             // @calls add
            .add(96)                             // @calls add
            .add(97)                             // @calls add
            .add(98)                             // @calls add
            .add(99)                             // @calls add
            .add(100)                             // @calls add
            .add(101)                             // @calls add
            .add(102)                             // @calls add
            .add(103)                             // @calls add
            .add(104)                             // @calls add
            .add(105)                             // @calls add
            .add(106)                             // @calls add
            .add(107)                             // @calls add
            .add(108)                             // @calls add
            .add(109)                             // @calls add
            .add(110)                             // @calls add
            .add(111)                             // @calls add
            .add(112)                             // @calls add
            .add(113)                             // @calls add
            .add(114)                             // @calls add
            .add(115)                             // @calls add
            .add(116)                             // @calls add
            .add(117)                             // @calls add
            .add(118)                             // @calls add
            .add(119)                             // @calls add
            .build()                            // @calls build
            .use();                             // @calls use
    }
}
