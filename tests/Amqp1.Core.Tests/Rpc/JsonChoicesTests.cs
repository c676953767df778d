using System.Text.Json;
using System.Text.Json.Serialization;
using Amqp1.Rpc;

namespace Amqp1.Core.Tests.Rpc;

/// <summary>Tests the texts for values that are not one of a few permitted ones.</summary>
public sealed class JsonChoicesTests
{
    private static readonly JsonSerializerOptions ByName = new(MessagingJson.Default) { Converters = { new JsonStringEnumConverter() } };

    [Theory]
    [InlineData(typeof(Twenty), "'S', 'T'")]
    [InlineData(typeof(TwentyOne), "'S', 'T', ...")]
    public void The_first_twenty_names_are_listed(Type type, string end)
    {
        var text = JsonChoices.OfEnum(JsonElement.Parse("\"Z\""), ByName.GetTypeInfo(type)).ShouldNotBeNull();

        text.ShouldStartWith("the str is not one of 'A', 'B', 'C', ");
        text.ShouldEndWith(end);
    }

    [Fact]
    public void Members_that_are_written_as_numbers_are_integers()
    {
        var type = MessagingJson.Default.GetTypeInfo(typeof(Twenty));

        JsonChoices.OfEnum(JsonElement.Parse("\"A\""), type).ShouldBe("int expected, not str");
        JsonChoices.OfEnum(JsonElement.Parse("99999999999"), type).ShouldBeNull();
        JsonChoices.OfEnum(JsonElement.Parse("1.5"), type).ShouldBe("int expected, not float");
    }

    [Fact]
    public void Other_types_have_no_names()
    {
        JsonChoices.OfEnum(JsonElement.Parse("\"A\""), MessagingJson.Default.GetTypeInfo(typeof(string))).ShouldBeNull();
        JsonChoices.OfEnum(JsonElement.Parse("\"A\""), MessagingJson.Default.GetTypeInfo(typeof(int?))).ShouldBeNull();
    }

    [Fact]
    public void A_nullable_enumeration_has_the_names_of_its_type() =>
        JsonChoices.OfEnum(JsonElement.Parse("\"Z\""), ByName.GetTypeInfo(typeof(Two?))).ShouldBe("the str is not one of 'Left', 'Right'");

    [Fact]
    public void An_enumeration_without_members_or_with_members_that_cannot_be_written_is_described_without_names()
    {
        JsonChoices.OfEnum(JsonElement.Parse("\"Z\""), ByName.GetTypeInfo(typeof(Empty))).ShouldBe("the str is not one of ");
        JsonChoices.OfEnum(JsonElement.Parse("\"Z\""), MessagingJson.Default.GetTypeInfo(typeof(Unwritable))).ShouldBe("the str is not one of ");
    }

    [Theory]
    [InlineData("""{"$type":"cube"}""", "'$type' is not one of 'ball', 7")]
    [InlineData("""{"$type":8}""", "'$type' is not one of 'ball', 7")]
    [InlineData("""{"size":1}""", "'$type' is missing; it must come first and be one of 'ball', 7")]
    [InlineData("""{"size":1,"$type":"ball"}""", "'$type' must be the first entry of the dict")]
    [InlineData("""{"$type":"ball","size":1}""", null)]
    [InlineData("""{"$type":7}""", null)]
    [InlineData("[]", null)]
    public void A_discriminator_must_come_first_and_be_a_known_one(string json, string? reason) =>
        JsonChoices.OfDiscriminator(JsonElement.Parse(json), MessagingJson.Default.GetTypeInfo(typeof(Thing))).ShouldBe(reason);

    [Fact]
    public void A_discriminator_may_come_later_where_the_options_permit_it()
    {
        var type = new JsonSerializerOptions(MessagingJson.Default) { AllowOutOfOrderMetadataProperties = true }.GetTypeInfo(typeof(Thing));

        JsonChoices.OfDiscriminator(JsonElement.Parse("""{"size":1,"$type":"ball"}"""), type).ShouldBeNull();
        JsonChoices.OfDiscriminator(JsonElement.Parse("""{"size":1,"$type":"cube"}"""), type).ShouldBe("'$type' is not one of 'ball', 7");
    }

    [Fact]
    public void A_type_that_can_be_created_needs_no_discriminator() =>
        JsonChoices.OfDiscriminator(JsonElement.Parse("""{"size":1}"""), MessagingJson.Default.GetTypeInfo(typeof(Plain))).ShouldBeNull();

    [Fact]
    public void A_type_without_derived_types_has_no_discriminator() =>
        JsonChoices.OfDiscriminator(JsonElement.Parse("{}"), MessagingJson.Default.GetTypeInfo(typeof(Ball))).ShouldBeNull();

    private enum Two
    {
        Left,
        Right,
    }

    private enum Twenty
    {
        A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q, R, S, T,
    }

    private enum TwentyOne
    {
        A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q, R, S, T, U,
    }

    private enum Empty;

    [JsonConverter(typeof(Refusing))]
    private enum Unwritable
    {
        One,
    }

    [JsonDerivedType(typeof(Ball), "ball")]
    [JsonDerivedType(typeof(Seven), 7)]
    private abstract record Thing;

    private sealed record Ball : Thing
    {
        public int Size { get; init; }
    }

    private sealed record Seven : Thing;

    [JsonDerivedType(typeof(Special), "special")]
    private record Plain
    {
        public int Size { get; init; }
    }

    private sealed record Special : Plain;

    private sealed class Refusing : JsonConverter<Unwritable>
    {
        public override Unwritable Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new JsonException();

        public override void Write(Utf8JsonWriter writer, Unwritable value, JsonSerializerOptions options) => throw new NotSupportedException();
    }
}
