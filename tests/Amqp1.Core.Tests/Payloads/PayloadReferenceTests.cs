using System.Text;
using Amqp1.Payloads;

namespace Amqp1.Core.Tests.Payloads;

/// <summary>Tests of references: what is one, and what a stranger may not write.</summary>
public sealed class PayloadReferenceTests
{
    private const string Name = "n0123456789abcdef0123456789abcdef";
    private const string Hash = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
    private const string Valid = $$$"""{"amqp1.claim":{"store":"s-1","name":"{{{Name}}}","length":5,"sha256":"{{{Hash}}}"}}""";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_reference_is_read_as_it_was_written(bool isCompressed)
    {
        var reference = new PayloadReference("store_1.x-Y", PayloadReference.NewName(PayloadKind.Result), int.MaxValue, Hash, isCompressed);

        var json = reference.ToJson();

        PayloadReference.IsIn(json).ShouldBeTrue();
        PayloadReference.Parse(json).ShouldBe(reference);
        json.Length.ShouldBeLessThan(PayloadReference.MaxJsonLength);
    }

    [Fact]
    public void Blanks_order_and_unknown_members_do_not_matter()
    {
        var json = Bytes($$"""{ "amqp1.claim" : {"future":[1,{"a":2}],"sha256":"{{Hash}}", "length": 5, "name":"{{Name}}" ,"store":"s-1" } }""");

        PayloadReference.IsIn(json).ShouldBeTrue();
        PayloadReference.Parse(json).ShouldBe(PayloadReference.Parse(Bytes(Valid)));
    }

    [Fact]
    public void Names_are_random_and_tell_the_use_of_their_payload()
    {
        var names = Enumerable.Range(0, 100).Select(_ => PayloadReference.NewName(PayloadKind.Arguments)).ToArray();

        names.Distinct().Count().ShouldBe(100);
        names.ShouldAllBe(name => name.Length == 33 && name[0] == 'a' && PayloadDirectory.IsName(name));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"amqp1.claims":{}}""")]
    [InlineData("""{"other":1,"amqp1.claim":{}}""")]
    [InlineData("\"amqp1.claim\"")]
    public void Other_payloads_are_no_references(string json) => PayloadReference.IsIn(Bytes(json)).ShouldBeFalse();

    [Fact]
    public void A_long_payload_is_no_reference() =>
        PayloadReference.IsIn(Bytes($$"""{"amqp1.claim":"{{new string('x', PayloadReference.MaxJsonLength)}}"}""")).ShouldBeFalse();

    [Theory]
    [InlineData(Valid, Name, "../../etc/passwd")]
    [InlineData(Valid, Name, "n0123456789ABCDEF0123456789abcdef")]
    [InlineData(Valid, Name, "x0123456789abcdef0123456789abcdef")]
    [InlineData(Valid, Name, "n0123456789abcdef0123456789abcde/")]
    [InlineData(Valid, Name, "n0123456789abcdef0123456789abcde")]
    [InlineData(Valid, Name, "")]
    [InlineData(Valid, "\"name\":\"n", "\"name\":\"\\u006e")]
    [InlineData(Valid, Name, "n\\ud8000123456789abcdef0123456789a")]
    [InlineData(Valid, "\"" + Name + "\"", "{\"a\":[1]}")]
    [InlineData(Valid, "\"" + Name + "\"", "null")]
    [InlineData(Valid, "s-1", "")]
    [InlineData(Valid, "s-1", "http://host/")]
    [InlineData(Valid, "s-1", "s 1")]
    [InlineData(Valid, ":5,", ":0,")]
    [InlineData(Valid, ":5,", ":-5,")]
    [InlineData(Valid, ":5,", ":5.5,")]
    [InlineData(Valid, ":5,", ":2147483648,")]
    [InlineData(Valid, ":5,", ":\"5\",")]
    [InlineData(Valid, ":5,", ":[5],")]
    [InlineData(Valid, Hash, "00")]
    [InlineData(Valid, Hash, "0011223344556677889-aabbccddeeff00112233445566778899aabbccddeeff")]
    [InlineData(Valid, "}}", ",\"encoding\":\"zip\"}}")]
    [InlineData(Valid, "}}", "},\"more\":1}")]
    [InlineData(Valid, "}}", "}} ,")]
    [InlineData(Valid, "}}", "}")]
    [InlineData(Valid, "\"store\"", "\"\\ud8001\"")]
    [InlineData(Valid, "\"amqp1.claim\"", "\"amqp1.claim\":{\"\\ud800\":1},\"x\"")]
    [InlineData("""{"amqp1.claim":7}""", "7", "7")]
    [InlineData("""{"amqp1.claim":{}}""", "{}", "{}")]
    public void What_is_not_of_the_fixed_format_is_refused(string json, string part, string other) =>
        Should.Throw<PayloadUnavailableException>(() => PayloadReference.Parse(Bytes(json.Replace(part, other, StringComparison.Ordinal))));

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
