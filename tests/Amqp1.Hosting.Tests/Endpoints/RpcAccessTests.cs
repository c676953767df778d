using System.Diagnostics.CodeAnalysis;
using Amqp1.Rpc;

namespace Amqp1.Hosting.Tests.Endpoints;

/// <summary>Tests of the methods that are served, of their namespaces, and of the exceptions that they may throw.</summary>
public sealed class RpcAccessTests
{
    [Fact]
    public void By_default_all_public_methods_are_served_but_those_left_out() =>
        Invocations.Describe<Open>().MethodNames.Order().ShouldBe(["build", "other"]);

    [Fact]
    public void With_explicit_access_only_marked_methods_are_served_whatever_their_names()
    {
        var endpoint = Invocations.Describe<Marked>();

        endpoint.MethodNames.Order().ShouldBe(["_private", "build"]);
        endpoint.Find("_private").ShouldNotBeNull();
    }

    [Fact]
    public void With_legacy_access_names_may_begin_with_an_underscore() => Invocations.Describe<Old>().Find("_build").ShouldNotBeNull();

    [Fact]
    public void Legacy_namespaces_are_read()
    {
        var endpoint = Invocations.Describe<Open>();

        endpoint.Target.Namespace.ShouldBe("new");
        endpoint.LegacyNamespaces.ShouldBe(["old", null]);
    }

    [Fact]
    public void Expected_exceptions_are_those_of_the_method_and_of_its_class()
    {
        var endpoint = Invocations.Describe<Open>();

        endpoint.Find("build")!.ExpectedExceptions.Select(type => type.Name).Order().ShouldBe(["FormatException", "KeyNotFoundException", "TimeoutException"]);
        endpoint.Find("other")!.ExpectedExceptions.ShouldBe([typeof(KeyNotFoundException)]);
    }

    [SuppressMessage("Design", "CA1822", Justification = "Endpoint methods belong to an object.")]
    [RpcEndpoint("t", Namespace = "new", LegacyNamespaces = ["old", null])]
    [ExpectedException<KeyNotFoundException>]
    internal sealed class Open
    {
        [ExpectedException<FormatException>]
        [ExpectedException<TimeoutException>]
        [ExpectedException<KeyNotFoundException>]
        public void Build()
        {
        }

        [RpcMethod]
        public void Other()
        {
        }

        [RpcIgnore]
        public void Hidden()
        {
        }
    }

    [SuppressMessage("Design", "CA1822", Justification = "Endpoint methods belong to an object.")]
    [RpcEndpoint("t", Access = RpcAccess.Explicit)]
    internal sealed class Marked
    {
        [RpcMethod]
        public Task BuildAsync() => Task.CompletedTask;

        [RpcMethod("_private")]
        public void Private()
        {
        }

        public void Unmarked()
        {
        }
    }

    [SuppressMessage("Design", "CA1822", Justification = "Endpoint methods belong to an object.")]
    [RpcEndpoint("t", Access = RpcAccess.Legacy)]
    internal sealed class Old
    {
        [RpcMethod("_build")]
        public void Build()
        {
        }
    }
}
