using System.Text.Json;

namespace Amqp1.Core.Tests;

public sealed class MessagingContextTests
{
    [Fact]
    public void Entries_are_read_by_name_when_they_are_text()
    {
        var context = MessagingContext.FromUtf8("""{"user":"u","roles":["a"],"n":null}"""u8.ToArray());

        context["user"].ShouldBe("u");
        context["roles"].ShouldBeNull();
        context["n"].ShouldBeNull();
        context["missing"].ShouldBeNull();
        context.Json.GetProperty("roles").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public void An_empty_object_is_the_empty_context() =>
        MessagingContext.FromUtf8("{}"u8.ToArray()).ShouldBeSameAs(MessagingContext.Empty);

    [Fact]
    public void Entries_and_json_objects_make_a_context()
    {
        MessagingContext.FromEntries([new("a", "1"), new("b", null)]).ToString().ShouldBe("""{"a":"1","b":null}""");
        MessagingContext.FromJson(JsonSerializer.Deserialize<JsonElement>("""{"a":{"b":1}}""")).ToString().ShouldBe("""{"a":{"b":1}}""");
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"x\"")]
    public void Other_json_makes_no_context(string json) =>
        Should.Throw<ArgumentException>(() => MessagingContext.FromJson(JsonSerializer.Deserialize<JsonElement>(json)));

    [Fact]
    public void A_context_as_deep_as_the_wire_allows_can_be_looked_into()
    {
        var context = MessagingContext.FromUtf8(Wire.WireBytes.Utf8($$"""{"deep":{{new string('[', 400)}}{{new string(']', 400)}},"user":"u"}"""));

        context["user"].ShouldBe("u");
    }
}
