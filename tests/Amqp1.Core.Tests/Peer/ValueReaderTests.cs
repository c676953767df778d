using Amqp1.Core.Tests.Wire;
using Amqp1.Tests.Harness.Peer.Codec;

namespace Amqp1.Core.Tests.Peer;

/// <summary>Tests that the codec of the scripted peer reads every constructor of AMQP 1.0 part 1, and refuses bytes that are not valid.</summary>
public sealed class ValueReaderTests
{
    [Theory]
    [InlineData("40", "null")]
    [InlineData("41", "Boolean True")]
    [InlineData("42", "Boolean False")]
    [InlineData("43", "UInt32 0")]
    [InlineData("44", "UInt64 0")]
    [InlineData("45", "[]")]
    [InlineData("50 ff", "Byte 255")]
    [InlineData("51 ff", "SByte -1")]
    [InlineData("52 ff", "UInt32 255")]
    [InlineData("53 ff", "UInt64 255")]
    [InlineData("54 ff", "Int32 -1")]
    [InlineData("55 ff", "Int64 -1")]
    [InlineData("56 01", "Boolean True")]
    [InlineData("56 00", "Boolean False")]
    [InlineData("60 0102", "UInt16 258")]
    [InlineData("61 fffe", "Int16 -2")]
    [InlineData("70 00010000", "UInt32 65536")]
    [InlineData("71 fffffffe", "Int32 -2")]
    [InlineData("72 3f800000", "float 3f800000")]
    [InlineData("73 0001f600", "Rune 😀")]
    [InlineData("74 01020304", "decimal 01020304")]
    [InlineData("80 0000000100000000", "UInt64 4294967296")]
    [InlineData("81 fffffffffffffffe", "Int64 -2")]
    [InlineData("82 3ff0000000000000", "double 3ff0000000000000")]
    [InlineData("83 00000000000003e8", "timestamp 1000")]
    [InlineData("84 0102030405060708", "decimal 0102030405060708")]
    [InlineData("94 0102030405060708 090a0b0c0d0e0f10", "decimal 0102030405060708090A0B0C0D0E0F10")]
    [InlineData("98 0102030405060708 090a0b0c0d0e0f10", "Guid 01020304-0506-0708-090a-0b0c0d0e0f10")]
    [InlineData("a0 02 0102", "binary 0102")]
    [InlineData("b0 00000002 0102", "binary 0102")]
    [InlineData("a1 03 'abc'", "String abc")]
    [InlineData("b1 00000003 'abc'", "String abc")]
    [InlineData("a3 03 'abc'", "symbol abc")]
    [InlineData("b3 00000003 'abc'", "symbol abc")]
    [InlineData("c0 03 02 41 40", "[Boolean True, null]")]
    [InlineData("d0 00000006 00000002 41 40", "[Boolean True, null]")]
    [InlineData("c1 05 02 a1 01 'k' 43", "{String k: UInt32 0}")]
    [InlineData("d1 00000008 00000002 a1 01 'k' 43", "{String k: UInt32 0}")]
    [InlineData("e0 04 02 50 01 02", "array[Byte 1, Byte 2]")]
    [InlineData("f0 00000007 00000002 50 01 02", "array[Byte 1, Byte 2]")]
    [InlineData("e0 06 02 00 a3 01 'd' 41", "array[@symbol d Boolean True, @symbol d Boolean True]")]
    [InlineData("00 53 24 45", "@UInt64 36 []")]
    [InlineData("00 a3 01 'a' 00 53 07 43", "@symbol a @UInt64 7 UInt32 0")]
    public void A_constructor_is_read(string bytes, string text)
    {
        var reader = new ByteReader(WireBytes.Of(bytes));

        CodecText.Of(ValueReader.Read(reader)).ShouldBe(text);
        reader.Remaining.ShouldBe(0);
    }

    [Theory]
    [InlineData("")]
    [InlineData("57 00")]
    [InlineData("30")]
    [InlineData("a2 00")]
    [InlineData("56 02")]
    [InlineData("60 01")]
    [InlineData("73 0000d800")]
    [InlineData("73 00110000")]
    [InlineData("a1 02 'a'")]
    [InlineData("a1 02 c328")]
    [InlineData("a3 01 e9")]
    [InlineData("b0 ffffffff 00")]
    [InlineData("c0 03 01 41 40")]
    [InlineData("c0 02 02 41")]
    [InlineData("c0 00")]
    [InlineData("c1 03 01 41")]
    [InlineData("c1 07 04 43 41 5200 42")]
    [InlineData("e0 05 02 50 01 02")]
    [InlineData("f0 00000006 ffffffff 50 01")]
    [InlineData("f0 00000005 ffffffff 40")]
    [InlineData("00 53")]
    public void Bytes_that_are_not_valid_are_refused(string bytes) =>
        Should.Throw<ViolationException>(() => ValueReader.Read(new ByteReader(WireBytes.Of(bytes))));

    [Fact]
    public void Values_that_are_nested_too_deeply_are_refused()
    {
        var arrays = new byte[] { 0x40 };
        var lists = arrays;
        for (var i = 0; i < 70; i++)
        {
            lists = [0xd0, .. WireBytes.Of($"{lists.Length + 4:x8} 00000001"), .. lists];
            arrays = i == 0 ? [0x40] : [0xf0, .. WireBytes.Of($"{arrays.Length + 4:x8} 00000001"), .. arrays];
        }

        Should.Throw<ViolationException>(() => ValueReader.Read(new ByteReader(lists))).Message.ShouldContain("nested");
        Should.Throw<ViolationException>(() => ValueReader.Read(new ByteReader(arrays))).Message.ShouldContain("nested");
        Should.Throw<ViolationException>(() => ValueReader.Read(new ByteReader(new byte[1_000]))).Message.ShouldContain("nested");
    }
}
