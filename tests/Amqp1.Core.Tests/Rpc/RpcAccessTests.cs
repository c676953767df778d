using Amqp1.Dialects;
using Amqp1.Rpc;
using Amqp1.Wire;

namespace Amqp1.Core.Tests.Rpc;

/// <summary>Tests of the access policies and legacy namespaces of docs/spec/behaviour.md#dispatch.</summary>
public sealed class RpcAccessTests
{
    [Theory]
    [InlineData(RpcAccess.Default, false)]
    [InlineData(RpcAccess.Explicit, true)]
    [InlineData(RpcAccess.Legacy, true)]
    public void Names_with_a_leading_underscore_are_private_by_default_only(RpcAccess access, bool found)
    {
        var dispatcher = new RpcDispatcher([Endpoint(access)]);

        if (found)
        {
            dispatcher.Find(Request("_hidden")).Method.Name.ShouldBe("_hidden");
        }
        else
        {
            Should.Throw<DispatchException>(() => dispatcher.Find(Request("_hidden"))).ErrorClass.ShouldBe("NoSuchMethod");
        }
    }

    [Theory]
    [InlineData("new", true)]
    [InlineData("old", true)]
    [InlineData("older", true)]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData("other", false)]
    public void Legacy_namespaces_are_served_as_the_namespace_is(string? ns, bool served) =>
        IsServed(Endpoint("new", "old", "older"), ns).ShouldBe(served);

    [Theory]
    [InlineData("new", true)]
    [InlineData(null, true)]
    [InlineData("old", false)]
    public void No_namespace_may_be_a_legacy_one(string? ns, bool served) => IsServed(Endpoint("new", [(string?)null]), ns).ShouldBe(served);

    private static bool IsServed(RpcEndpointDescriptor endpoint, string? ns)
    {
        try
        {
            return new RpcDispatcher([endpoint]).Find(Request("m", ns)).Endpoint == endpoint;
        }
        catch (DispatchException refused)
        {
            refused.ErrorClass.ShouldBe("UnsupportedVersion");
            return false;
        }
    }

    private static RpcRequest Request(string method, string? ns = null) => new(method, RpcRequest.EmptyObject, RpcRequest.EmptyObject, ns, "1.0");

    private static RpcEndpointDescriptor Endpoint(string? ns = null, params string?[] legacy) => Endpoint(RpcAccess.Default, ns, legacy);

    private static RpcEndpointDescriptor Endpoint(RpcAccess access, string? ns = null, params string?[] legacy) => new(
        typeof(RpcAccessTests),
        new Target { Topic = "t", Server = "s", Namespace = ns },
        [new RpcMethodDescriptor("m", (_, _) => ValueTask.CompletedTask), new RpcMethodDescriptor("_hidden", (_, _) => ValueTask.CompletedTask)])
    {
        LegacyNamespaces = legacy,
        Access = access,
    };
}
