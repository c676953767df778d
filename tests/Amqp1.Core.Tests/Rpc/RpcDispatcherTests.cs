using Amqp1.Dialects;
using Amqp1.Rpc;
using Amqp1.Wire;

namespace Amqp1.Core.Tests.Rpc;

/// <summary>Tests of the order in which endpoints are searched (docs/spec/behaviour.md#dispatch).</summary>
public sealed class RpcDispatcherTests
{
    [Fact]
    public void The_first_endpoint_that_has_the_method_gets_it()
    {
        var first = Endpoint<int>(methods: ["a"]);
        var second = Endpoint<long>(methods: ["a", "b"]);
        var dispatcher = new RpcDispatcher([first, second]);

        dispatcher.Find(Request("a")).Endpoint.ShouldBe(first);
        dispatcher.Find(Request("b")).Endpoint.ShouldBe(second);
        dispatcher.Find(Request("b")).Method.Name.ShouldBe("b");
    }

    [Fact]
    public void An_endpoint_of_another_namespace_is_passed_over()
    {
        var ours = Endpoint<int>(ns: "ours");
        var none = Endpoint<long>();
        var dispatcher = new RpcDispatcher([ours, none]);

        dispatcher.Find(Request("m", "ours")).Endpoint.ShouldBe(ours);
        dispatcher.Find(Request("m")).Endpoint.ShouldBe(none);
        ErrorOf(dispatcher, Request("m", "theirs")).ShouldBe("UnsupportedVersion");
    }

    [Fact]
    public void The_version_chooses_among_endpoints_with_the_same_method()
    {
        var old = Endpoint<int>(version: "1.4");
        var recent = Endpoint<long>(version: "2.1");
        var dispatcher = new RpcDispatcher([old, recent]);

        dispatcher.Find(Request("m", version: "1.0")).Endpoint.ShouldBe(old);
        dispatcher.Find(Request("m", version: "2.1")).Endpoint.ShouldBe(recent);
        ErrorOf(dispatcher, Request("m", version: "2.2")).ShouldBe("UnsupportedVersion");
    }

    [Fact]
    public void A_later_endpoint_is_tried_when_an_earlier_one_lacks_the_method()
    {
        var second = Endpoint<long>(version: "1.3", methods: ["b"]);

        new RpcDispatcher([Endpoint<int>(version: "1.5", methods: ["a"]), second]).Find(Request("b", version: "1.3")).Endpoint.ShouldBe(second);
    }

    [Fact]
    public void Without_the_method_it_is_no_such_method_when_an_endpoint_was_compatible()
    {
        var dispatcher = new RpcDispatcher([Endpoint<int>(version: "9.0"), Endpoint<long>()]);

        var failure = Should.Throw<DispatchException>(() => dispatcher.Find(Request("other")));
        failure.ErrorClass.ShouldBe("NoSuchMethod");
        failure.Message.ShouldBe("Endpoint does not support RPC method other");
    }

    [Fact]
    public void Without_a_compatible_endpoint_it_is_unsupported_version()
    {
        var failure = Should.Throw<DispatchException>(() => new RpcDispatcher([Endpoint<int>()]).Find(Request("m", version: "1.1")));

        failure.ErrorClass.ShouldBe("UnsupportedVersion");
        failure.Message.ShouldBe("Endpoint does not support RPC version 1.1. Attempted method: m");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("one")]
    [InlineData("1")]
    public void A_request_whose_version_is_none_matches_no_endpoint(string? version) =>
        ErrorOf(new RpcDispatcher([Endpoint<int>()]), Request("m", version: version)).ShouldBe("UnsupportedVersion");

    [Fact]
    public void Names_with_a_leading_underscore_are_private() =>
        ErrorOf(new RpcDispatcher([Endpoint<int>(methods: ["_m", "__init__"])]), Request("_m")).ShouldBe("NoSuchMethod");

    [Theory]
    [InlineData("M")]
    [InlineData("")]
    [InlineData("ToString")]
    public void Names_are_exact(string method) => ErrorOf(new RpcDispatcher([Endpoint<int>()]), Request(method)).ShouldBe("NoSuchMethod");

    [Fact]
    public void Two_methods_of_one_wire_name_are_refused() => Should.Throw<ArgumentException>(() => Endpoint<int>(methods: ["m", "m"]));

    [Fact]
    public void An_endpoint_with_a_broken_version_is_refused() => Should.Throw<ArgumentException>(() => Endpoint<int>(version: "1"));

    private static string ErrorOf(RpcDispatcher dispatcher, RpcRequest request) =>
        Should.Throw<DispatchException>(() => dispatcher.Find(request)).ErrorClass;

    private static RpcRequest Request(string method, string? ns = null, string? version = "1.0") =>
        new(method, RpcRequest.EmptyObject, RpcRequest.EmptyObject, ns, version);

    private static RpcEndpointDescriptor Endpoint<T>(string? ns = null, string? version = null, string[]? methods = null) => new(
        typeof(T),
        new Target { Topic = "t", Server = "s", Namespace = ns, Version = version },
        (methods ?? ["m"]).Select(name => new RpcMethodDescriptor(name, (_, _) => ValueTask.CompletedTask)));
}
