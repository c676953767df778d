using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Amqp1.Bus;
using Amqp1.Bus.Deadlines;
using Amqp1.Rpc;

namespace Amqp1.Core.Tests.Rpc;

/// <summary>Tests of the error that a Python caller gets for an argument that cannot be read.</summary>
public sealed class JsonMismatchTests
{
    [Theory]
    [InlineData(typeof(int), "\"x\"", "int expected, not str")]
    [InlineData(typeof(int), "1.5", "int expected, not float")]
    [InlineData(typeof(int?), "[]", "int expected, not list")]
    [InlineData(typeof(int), "null", "int expected, not None")]
    [InlineData(typeof(byte), "300", "the int is out of range")]
    [InlineData(typeof(double), "true", "float expected, not bool")]
    [InlineData(typeof(bool), "1", "bool expected, not int")]
    [InlineData(typeof(string), "{}", "str expected, not dict")]
    [InlineData(typeof(Guid), "\"secret\"", "the str is not valid")]
    [InlineData(typeof(Guid), "1", "str expected, not int")]
    [InlineData(typeof(DayOfWeek), "\"Someday\"", "int expected, not str")]
    [InlineData(typeof(DayOfWeek?), "[]", "int expected, not list")]
    [InlineData(typeof(Colour), "\"secret\"", "the str is not one of 'light-blue', 'Red'")]
    [InlineData(typeof(Colour), "{}", "the dict is not one of 'light-blue', 'Red'")]
    [InlineData(typeof(Colour[]), "[\"Red\",\"secret\"]", "the str is not one of 'light-blue', 'Red', at '[1]'")]
    [InlineData(typeof(Device), "{\"size\":1,\"$type\":\"disk\"}", "'$type' must be the first entry of the dict")]
    [InlineData(typeof(Device), "{\"$type\":\"secret\"}", "'$type' is not one of 'disk', 7")]
    [InlineData(typeof(Device[]), "[{\"$type\":\"secret\"}]", "'$type' is not one of 'disk', 7, at '[0]'")]
    [InlineData(typeof(int[]), "{}", "list expected, not dict")]
    [InlineData(typeof(int[]), "[1,\"x\"]", "int expected, not str, at '[1]'")]
    [InlineData(typeof(Flavor), "[]", "dict expected, not list")]
    [InlineData(typeof(Flavor), "{}", "'name' and 'vcpus' are missing")]
    [InlineData(typeof(Flavor), "{\"name\":\"x\"}", "'vcpus' is missing")]
    [InlineData(typeof(Flavor), "{\"name\":\"x\",\"vcpus\":\"many\"}", "int expected, not str, at 'vcpus'")]
    [InlineData(typeof(Flavor), "{\"name\":\"x\",\"vcpus\":1,\"disks\":[{\"size\":1},{\"size\":\"big\"}]}", "int expected, not str, at 'disks[1].size'")]
    [InlineData(typeof(Flavor), "{\"name\":\"x\",\"vcpus\":1,\"extra\":{\"a.b\":\"c\"}}", "int expected, not str, at 'extra['a.b']'")]
    [InlineData(typeof(Flavor), "{\"name\":\"x\",\"vcpus\":1,\"colour\":\"none\"}", "There is no such colour.")]
    public void It_says_what_was_expected_and_never_the_value_or_a_name_of_NET(Type type, string value, string reason)
    {
        var failure = Should.Throw<RpcArgumentException>(() => Read(type, value));

        failure.Message.ShouldBe($"C.m() argument 'a' cannot be read: {reason}");
        failure.InnerException.ShouldNotBeNull().GetType().ShouldBe(reason.Contains("must be the first", StringComparison.Ordinal) ? typeof(NotSupportedException) : typeof(JsonException));
    }

    [Fact]
    public void A_missing_discriminator_is_named()
    {
        var failure = Should.Throw<RpcArgumentException>(() => Read(typeof(Device), "{\"size\":1}"));

        failure.Message.ShouldBe("C.m() argument 'a' cannot be read: '$type' is missing; it must come first and be one of 'disk', 7");
    }

    [Fact]
    public void What_fits_is_read() => Should.NotThrow(() => Read(typeof(Flavor), """{"name":"x","vcpus":1}"""));

    [Fact]
    public void Of_an_exception_of_others_the_position_is_left_out() =>
        RpcArgumentException.Unreadable("m", "a", new JsonException("Bad. Path: $ | LineNumber: 0 | BytePositionInLine: 1.")).Message
            .ShouldBe("m() argument 'a' cannot be read: Bad.");

    private static object? Read(Type type, string value) => typeof(JsonMismatchTests)
        .GetMethod(nameof(ReadAs), BindingFlags.NonPublic | BindingFlags.Static)!
        .MakeGenericMethod(type)
        .Invoke(null, BindingFlags.DoNotWrapExceptions, null, [value], null);

    private static T? ReadAs<T>(string value)
    {
        using var deadlines = new DeadlineTimer(TimeProvider.System);
        using var stopped = new CancellationTokenSource();
        using var cancellation = new RequestCancellation(deadlines, null, stopped.Token);
        var context = new RpcContext(MessagingContext.Empty, "m", null, "1.0", "address", expectsReply: true, null);
        var arguments = Encoding.UTF8.GetBytes("{\"before\":[1],\"a\":" + value + ",\"after\":{\"b\":2}}");
        var reader = new RpcArgumentReader(new RpcInvocation(context, arguments, MessagingJson.Default, cancellation), "C.m");
        while (reader.Next())
        {
            if (reader.IsNamed("a"u8))
            {
                return reader.Read((JsonTypeInfo<T>)MessagingJson.Default.GetTypeInfo(typeof(T)), "a");
            }

            reader.Read((JsonTypeInfo<JsonElement>)MessagingJson.Default.GetTypeInfo(typeof(JsonElement)), "other");
        }

        throw new InvalidOperationException("The argument was not found.");
    }

    [JsonConverter(typeof(JsonStringEnumConverter<Colour>))]
    private enum Colour
    {
        [JsonStringEnumMemberName("light-blue")]
        LightBlue,
        Red,
    }

    [JsonDerivedType(typeof(Drive), "disk")]
    [JsonDerivedType(typeof(Card), 7)]
    private abstract record Device;

    private sealed record Drive : Device
    {
        public int Size { get; init; }
    }

    private sealed record Card : Device;

    private sealed record Flavor
    {
        public required string Name { get; init; }

        public required int Vcpus { get; init; }

        public Disk[] Disks { get; init; } = [];

        public Dictionary<string, int> Extra { get; init; } = [];

        [JsonConverter(typeof(Colours))]
        public string? Colour { get; init; }
    }

    private sealed record Disk(int Size);

    private sealed class Colours : JsonConverter<string>
    {
        public override string Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new JsonException("There is no such colour.");

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
    }
}
