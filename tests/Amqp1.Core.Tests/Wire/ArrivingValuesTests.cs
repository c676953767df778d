using System.Numerics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Amqp1.Core.Tests.Wire;

/// <summary>Tests that a value arrives unchanged or is refused, but never arrives as a different value.</summary>
public sealed partial class ArrivingValuesTests
{
    public static TheoryData<object, string> Arriving => new()
    {
        { (7, "seven"), """[7,"seven"]""" },
        { ValueTuple.Create(7), "[7]" },
        { (1, (2, "x"), new[] { (3, 4) }), """[1,[2,"x"],[[3,4]]]""" },
        { (1, 2, 3, 4, 5, 6, 7), "[1,2,3,4,5,6,7]" },
        { (1, 2, 3, 4, 5, 6, 7, "8"), """[1,2,3,4,5,6,7,"8"]""" },
        { (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16), "[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16]" },
        { ((string?)null, (int?)null), "[null,null]" },
        { new Holder(new() { ["a"] = (1, 2) }, (3, "x")), """{"map":{"a":[1,2]},"pair":[3,"x"]}""" },
        { new Holder([], null), """{"map":{},"pair":null}""" },
        { Tuple.Create(7, "seven"), """{"item1":7,"item2":"seven"}""" },
        { KeyValuePair.Create("a", 1), """{"key":"a","value":1}""" },
        { new Point { X = 1, Y = 2 }, """{"x":1,"y":2}""" },
        { new Vector3(1, 2, 3), """{"x":1,"y":2,"z":3}""" },
        { BigInteger.Pow(2, 80), "1208925819614629174706176" },
        { -BigInteger.Pow(10, 4299), "-1" + new string('0', 4299) },
        { new Rune('\u00e4'), "\"\u00e4\"" },
        { new Rune(0x1F600), "\"\\uD83D\\uDE00\"" },
        { Int128.MaxValue, "170141183460469231731687303715884105727" },
        { new Nothing(), "{}" },
    };

    public static TheoryData<Type, string> Unreadable => new()
    {
        { typeof(Range), "{}" },
        { typeof(Index), "{}" },
        { typeof(Complex), """{"real":1}""" },
        { typeof(Lazy<int>), """{"value":1}""" },
        { typeof(Frozen), """{"x":1}""" },
        { typeof(List<Frozen>), """[{"x":1}]""" },
        { typeof(Dictionary<string, Frozen?>), """{"a":{"x":1}}""" },
    };

    [Theory]
    [MemberData(nameof(Arriving))]
    public void A_value_arrives(object value, string json)
    {
        JsonSerializer.Serialize(value, value.GetType(), MessagingJson.Default).ShouldBe(json);

        var read = JsonSerializer.Deserialize(json, value.GetType(), MessagingJson.Default);
        JsonSerializer.Serialize(read, value.GetType(), MessagingJson.Default).ShouldBe(json);
        if (value is not (Holder or Nothing or ValueTuple<int, ValueTuple<int, string>, ValueTuple<int, int>[]>))
        {
            read.ShouldBe(value);
        }
    }

    [Theory]
    [MemberData(nameof(Unreadable))]
    public void What_nothing_could_be_read_into_is_refused(Type type, string json) =>
        Should.Throw<NotSupportedException>(() => JsonSerializer.Deserialize(json, type, MessagingJson.Default)).Message.ShouldContain("none of its properties can be set");

    [Fact]
    public void What_has_nothing_to_write_is_refused() =>
        Should.Throw<NotSupportedException>(() => JsonSerializer.Serialize(new[] { new Secret(7) }, MessagingJson.Default)).Message.ShouldContain("no public property or field");

    [Fact]
    public void Options_of_the_application_are_checked_alike()
    {
        var transport = MessagingTransport.Create("amqp://127.0.0.1", json: new JsonSerializerOptions(JsonSerializerOptions.Web));

        transport.Json.PropertyNamingPolicy.ShouldBe(JsonNamingPolicy.CamelCase);
        Should.Throw<NotSupportedException>(() => JsonSerializer.Deserialize<Frozen>("""{"x":1}""", transport.Json));
        Should.Throw<NotSupportedException>(() => JsonSerializer.Serialize((1, 2), transport.Json)).Message.ShouldContain("no public property or field");
    }

    [Fact]
    public void What_is_only_computed_may_be_sent() => JsonSerializer.Serialize(new Frozen(7), MessagingJson.Default).ShouldBe("""{"x":7}""");

    [Theory]
    [InlineData("[7]", "has 1 elements, but the tuple has 2")]
    [InlineData("[7,\"a\",1]", "more than the 2 elements")]
    [InlineData("{\"item1\":7}", "of 2 elements must be an array")]
    [InlineData("[\"a\",\"b\"]", "could not be converted to System.Int32")]
    [InlineData("[7,", "")]
    public void A_list_that_is_not_the_tuple_is_refused(string json, string message) =>
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize<(int, string)>(json, MessagingJson.Default)).Message.ShouldContain(message);

    [Theory]
    [InlineData("1.5")]
    [InlineData("1e400000000")]
    [InlineData("\"1\"")]
    public void A_number_that_is_no_integer_is_no_BigInteger(string json) =>
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize<BigInteger>(json, MessagingJson.Default));

    [Fact]
    public void An_integer_that_Python_does_not_read_is_neither_sent_nor_read()
    {
        Should.Throw<JsonException>(() => JsonSerializer.Serialize(BigInteger.Pow(10, 4300), MessagingJson.Default));
        Should.Throw<JsonException>(() => JsonSerializer.Serialize(BigInteger.One << 1_000_000, MessagingJson.Default));
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize<BigInteger>("1" + new string('0', 4300) + "0", MessagingJson.Default));
    }

    [Theory]
    [InlineData("\"ab\"")]
    [InlineData("\"\"")]
    [InlineData("7")]
    public void A_text_that_is_not_one_character_is_no_Rune(string json) =>
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize<Rune>(json, MessagingJson.Default));

    [Fact]
    public void A_source_generated_context_is_enough_for_tuples()
    {
        // Only the context is used, without reflection, as under Native AOT.
        var options = new JsonSerializerOptions(MessagingJson.Default) { TypeInfoResolver = TupleJson.Default };
        var pair = (7, "seven", (1, 2, 3, 4, 5, 6, 7, 8));

        var json = JsonSerializer.Serialize(pair, options);

        json.ShouldBe("""[7,"seven",[1,2,3,4,5,6,7,8]]""");
        JsonSerializer.Deserialize<(int, string, (int, int, int, int, int, int, int, int))>(json, options).ShouldBe(pair);
        foreach (var holder in new[] { """{"map":{"a":[1,2]},"pair":[3,"x"]}""", """{"map":{},"pair":null}""" })
        {
            JsonSerializer.Serialize(JsonSerializer.Deserialize<Holder>(holder, options), options).ShouldBe(holder);
        }

        JsonSerializer.Serialize(new Point { X = 1 }, options).ShouldBe("""{"x":1,"y":0}""");
    }

    internal sealed record Holder(Dictionary<string, (int, int)> Map, (int, string)? Pair);

    internal struct Point
    {
        public int X;
        public int Y;
    }

    internal readonly struct Frozen(int x)
    {
        public int X { get; } = x;
    }

    internal sealed class Nothing;

    private sealed class Secret(int value)
    {
        private readonly int _value = value;

        public override string ToString() => $"{_value}";
    }

    [JsonSerializable(typeof((int, string, (int, int, int, int, int, int, int, int))))]
    [JsonSerializable(typeof(Point))]
    [JsonSerializable(typeof(Holder))]
    internal sealed partial class TupleJson : JsonSerializerContext;
}
