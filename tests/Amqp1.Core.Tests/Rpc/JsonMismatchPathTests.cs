using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Amqp1.Rpc;

namespace Amqp1.Core.Tests.Rpc;

/// <summary>
/// Tests how the path in an exception of the JSON reader is followed to the value that does not fit, also if it leads nowhere.
/// </summary>
public sealed class JsonMismatchPathTests
{
    private static readonly JsonTypeInfo Box = MessagingJson.Default.GetTypeInfo(typeof(Container));

    [Theory]
    [InlineData("$.size", """{"size":"x"}""", "int expected, not str, at 'size'")]
    [InlineData("$.SIZE", """{"Size":"x"}""", "int expected, not str, at 'SIZE'")]
    [InlineData("$.list[1]", """{"list":[1,"x"]}""", "int expected, not str, at 'list[1]'")]
    [InlineData("$.map.a", """{"map":{"a":"x"}}""", "int expected, not str, at 'map.a'")]
    [InlineData("$.inner.inner.size", """{"inner":{"inner":{"size":"x"}}}""", "int expected, not str, at 'inner.inner.size'")]
    [InlineData("$['size']", """{"size":"x"}""", "int expected, not str, at '['size']'")]
    [InlineData("$['inner']['size']", """{"inner":{"size":"x"}}""", "int expected, not str, at '['inner']['size']'")]
    [InlineData("$['size", """{"size":"x"}""", "int expected, not str, at '['size'")]
    [InlineData("$.map['a.b']", """{"map":{"a.b":[]}}""", "int expected, not list, at 'map['a.b']'")]
    [InlineData("$['inner'].size", """{"inner":{"size":"x"}}""", "int expected, not str, at '['inner'].size'")]
    [InlineData("$.map['a.b'].c", """{"map":{"a.b":{"c":1}}}""", "the int is not valid, at 'map['a.b'].c'")]
    [InlineData("$.other", """{"other":true}""", "the bool is not valid, at 'other'")]
    [InlineData("$", """{"size":1}""", "the dict is not valid")]
    [InlineData("$", "\"x\"", "dict expected, not str")]
    public void A_path_leads_to_the_value(string path, string json, string reason) => Describe(path, json).ShouldBe(reason);

    [Theory]
    [InlineData("$.missing", """{"size":1}""")]
    [InlineData("$.list[2]", """{"list":[1,2]}""")]
    [InlineData("$.list[-1]", """{"list":[1,2]}""")]
    [InlineData("$.list[x]", """{"list":[1,2]}""")]
    [InlineData("$.name[0]", """{"name":"x"}""")]
    [InlineData("$.name.x", """{"name":"x"}""")]
    [InlineData("$.inner[0].size", """{"inner":{"size":"x"}}""")]
    [InlineData("$.missing.missing", """{"size":1}""")]
    public void A_path_that_leads_nowhere_is_named(string path, string json) => Describe(path, json).ShouldBe($"a value is not valid, at '{path[2..]}'");

    [Theory]
    [InlineData(null)]
    [InlineData("size")]
    [InlineData("")]
    public void Without_a_path_the_whole_value_is_described(string? path) => Describe(path, "[]").ShouldBe("dict expected, not list");

    [Fact]
    public void An_exception_that_has_no_path_is_described_by_the_whole_value() =>
        JsonMismatch.Describe(JsonElement.Parse("[]"), Box, new NotSupportedException("Bad. Path: $.size")).ShouldBe("dict expected, not list");

    [Fact]
    public void A_path_is_cleaned_because_the_caller_has_chosen_its_names() =>
        Describe("$['a\n']", """{"a\n":1}""").ShouldBe("the int is not valid, at '['a\\n']'");

    [Fact]
    public void A_text_of_an_application_is_used_where_nothing_better_is_known() =>
        JsonMismatch.Describe(JsonElement.Parse("""{"size":1}"""), Box, new JsonException("Too small.", "$.size", 0, 0)).ShouldBe("Too small.");

    [Theory]
    [InlineData("""{"NAME":"x","SIZE":1}""", "'color' is missing")]
    [InlineData("""{"size":1}""", "'name' and 'color' are missing")]
    [InlineData("{}", "'name', 'size', and 'color' are missing")]
    [InlineData("[]", "Too small.")]
    public void Required_members_that_are_missing_are_named_before_anything_else(string json, string reason) =>
        JsonMismatch.Describe(JsonElement.Parse(json), MessagingJson.Default.GetTypeInfo(typeof(Demanding)), new JsonException("Too small.")).ShouldBe(reason);

    [Fact]
    public void A_value_that_must_not_be_null_says_what_is_expected()
    {
        JsonMismatch.None(MessagingJson.Default.GetTypeInfo(typeof(string))).ShouldBe("str expected, not None");
        JsonMismatch.None(MessagingJson.Default.GetTypeInfo(typeof(object))).ShouldBe("None is not allowed");
    }

    private static string Describe(string? path, string json) =>
        JsonMismatch.Describe(JsonElement.Parse(json), Box, new JsonException($"Bad. Path: ${path}", path, 0, 0));

    private sealed record Container
    {
        public int Size { get; init; }

        public string? Name { get; init; }

        public int[] List { get; init; } = [];

        public Dictionary<string, int> Map { get; init; } = [];

        public Container? Inner { get; init; }
    }

    private sealed record Demanding
    {
        public required string Name { get; init; }

        public required int Size { get; init; }

        public required string Color { get; init; }

        public string? Comment { get; init; }
    }
}
