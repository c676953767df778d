using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amqp1.Rpc;

namespace Amqp1.Core.Tests.Rpc;

public sealed class RpcArgumentsTests
{
    public static TheoryData<object> NoObjects { get; } =
        [1, 1.5, true, 'c', "text", Guid.Empty, DateTime.UnixEpoch, DayOfWeek.Monday, new[] { 1 }, new List<int> { 1 }, new HashSet<int> { 1 }, Json("[1]"), Json("null"), Json("\"x\""), default(JsonElement), new JsonArray()];

    [Fact]
    public void No_arguments_are_an_empty_object() => Write(null).ShouldBe("{}");

    [Fact]
    public void Members_of_an_anonymous_object_are_arguments_in_snake_case() =>
        Write(new { InstanceId = 1, Name = "ö", Nothing = (string?)null }).ShouldBe("""{"instance_id":1,"name":"ö","nothing":null}""");

    [Fact]
    public void Keys_of_a_dictionary_are_arguments_as_they_are() =>
        Write(new Dictionary<string, object?> { ["InstanceId"] = 1, ["n"] = null }).ShouldBe("""{"InstanceId":1,"n":null}""");

    [Fact]
    public void A_json_object_goes_out_as_it_is()
    {
        Write(Json("""{"A":[1]}""")).ShouldBe("""{"A":[1]}""");
        Write(new JsonObject { ["A"] = 1 }).ShouldBe("""{"A":1}""");
    }

    [Theory]
    [MemberData(nameof(NoObjects), DisableDiscoveryEnumeration = true)]
    public void Values_without_named_members_are_refused(object arguments) => Should.Throw<ArgumentException>(() => Write(arguments));

    [Fact]
    public void Wrong_arguments_are_told_in_Pythons_words()
    {
        RpcArgumentException.Missing("add", "x").Message.ShouldBe("add() missing 1 required positional argument: 'x'");
        RpcArgumentException.Missing("X.add", ["a", "b"]).Message.ShouldBe("X.add() missing 2 required positional arguments: 'a' and 'b'");
        RpcArgumentException.Missing("X.add", ["a", "b", "c"]).Message.ShouldBe("X.add() missing 3 required positional arguments: 'a', 'b', and 'c'");
        RpcArgumentException.Unexpected("add", "y").Message.ShouldBe("add() got an unexpected keyword argument 'y'");
        RpcArgumentException.Unreadable("add", "x", new JsonException("no number")).Message.ShouldContain("no number");
    }

    private static JsonElement Json(string text) => JsonSerializer.Deserialize<JsonElement>(text);

    private static string Write(object? arguments)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = MessagingJson.Default.Encoder }))
        {
            RpcArguments.Write(writer, arguments, MessagingJson.Default);
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
