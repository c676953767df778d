using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Amqp1.Rpc;

namespace Amqp1.Core.Tests.Rpc;

/// <summary>Tests the reader of arguments that generated code uses.</summary>
public sealed class RpcArgumentReaderTests
{
    [Fact]
    public void Arguments_are_read_by_name_in_the_order_of_the_message()
    {
        var reader = new RpcArgumentReader(Invocations.Of("""{"b":"x","a":[1,2]}"""), "C.m");

        reader.Next().ShouldBeTrue();
        reader.IsNamed("a"u8).ShouldBeFalse();
        reader.IsNamed("b"u8).ShouldBeTrue();
        reader.Read(Json<string>(), "b").ShouldBe("x");
        reader.Next().ShouldBeTrue();
        reader.IsNamed("a"u8).ShouldBeTrue();
        reader.ReadNotNull(Json<int[]>(), "a").ShouldBe([1, 2]);
        reader.Next().ShouldBeFalse();
    }

    [Fact]
    public void A_request_without_arguments_has_none() => new RpcArgumentReader(Invocations.Of("{}"), "C.m").Next().ShouldBeFalse();

    [Fact]
    public void An_argument_that_does_not_fit_is_refused_with_its_name_and_its_cause()
    {
        var refused = Should.Throw<RpcArgumentException>(() => ReadOnly<int>("""{"a":"x"}"""));

        refused.Message.ShouldBe("C.m() argument 'a' cannot be read: int expected, not str");
        refused.InnerException.ShouldBeOfType<JsonException>();
    }

    [Fact]
    public void An_argument_that_must_not_be_null_is_refused_if_it_is()
    {
        Should.Throw<RpcArgumentException>(() => ReadNotNull<string>("""{"a":null}""")).Message.ShouldBe("C.m() argument 'a' cannot be read: str expected, not None");
        Should.Throw<RpcArgumentException>(() => ReadNotNull<JsonNode>("""{"a":null}""")).Message.ShouldBe("C.m() argument 'a' cannot be read: None is not allowed");
        ReadOnly<string>("""{"a":null}""").ShouldBeNull();
    }

    [Fact]
    public void A_type_that_cannot_be_created_is_an_error_of_the_service_unless_its_discriminator_is_missing()
    {
        Should.Throw<RpcArgumentException>(() => ReadOnly<Device>("""{"a":{}}""")).InnerException.ShouldBeOfType<NotSupportedException>();
        Should.Throw<NotSupportedException>(() => ReadOnly<Abstract>("""{"a":{}}"""));
    }

    [Fact]
    public void Missing_arguments_are_named_and_those_that_were_read_are_not()
    {
        var reader = new RpcArgumentReader(Invocations.Of("{}"), "C.m");

        reader.Missing(["a", null, "c"]).Message.ShouldBe("C.m() missing 2 required positional arguments: 'a' and 'c'");
        reader.Missing([null, "b"]).Message.ShouldBe("C.m() missing 1 required positional argument: 'b'");
    }

    [Fact]
    public void An_argument_that_the_method_does_not_have_is_named()
    {
        var reader = new RpcArgumentReader(Invocations.Of("""{"extra\n":1}"""), "C.m");

        reader.Next();
        reader.Unexpected().Message.ShouldBe("C.m() got an unexpected keyword argument 'extra\\n'");
    }

    [Fact]
    public void Null_is_refused()
    {
        Should.Throw<ArgumentNullException>(() => { _ = new RpcArgumentReader(null!, "C.m"); }).ParamName.ShouldBe("invocation");
        Should.Throw<ArgumentNullException>(() => new RpcArgumentReader(Invocations.Of(), "C.m").Read<int>(null!, "a")).ParamName.ShouldBe("json");
        Should.Throw<ArgumentNullException>(() => RpcArgumentException.Missing("m", (IReadOnlyList<string>)null!)).ParamName.ShouldBe("arguments");
        Should.Throw<ArgumentNullException>(() => RpcArgumentException.Unreadable("m", "a", null!)).ParamName.ShouldBe("reason");
    }

    [Fact]
    public void At_least_one_argument_is_missing()
    {
        var refused = Should.Throw<ArgumentException>(() => RpcArgumentException.Missing("m", []));

        refused.ParamName.ShouldBe("arguments");
        refused.Message.ShouldStartWith("At least one argument must be missing.");
    }

    [Fact]
    public void Arguments_that_are_no_object_are_refused_by_name()
    {
        using var writer = new Utf8JsonWriter(Stream.Null);

        Should.Throw<ArgumentException>(() => RpcArguments.Write(writer, 7, MessagingJson.Default)).Message
            .ShouldBe("Arguments must be an object or dictionary whose members are the named arguments.");
    }

    private static JsonTypeInfo<T> Json<T>() => (JsonTypeInfo<T>)MessagingJson.Default.GetTypeInfo(typeof(T));

    private static T? ReadOnly<T>(string arguments)
    {
        var reader = new RpcArgumentReader(Invocations.Of(arguments), "C.m");
        reader.Next();
        return reader.Read(Json<T>(), "a");
    }

    private static T ReadNotNull<T>(string arguments)
    {
        var reader = new RpcArgumentReader(Invocations.Of(arguments), "C.m");
        reader.Next();
        return reader.ReadNotNull(Json<T>(), "a");
    }

    [JsonDerivedType(typeof(Drive), "drive")]
    private abstract record Device;

    private sealed record Drive : Device;

    private abstract record Abstract
    {
        public int Size { get; init; }
    }
}
