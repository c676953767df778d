using Amqp1.Rpc;

namespace Amqp1.Core.Tests.Rpc;

/// <summary>Tests what holds where an application sets nothing.</summary>
public sealed class RpcDefaultsTests
{
    [Fact]
    public void A_client_sends_again_without_limit_and_waits_a_minute()
    {
        var settings = new RpcClientSettings();

        settings.Retry.ShouldBe(-1);
        settings.Timeout.ShouldBe(TimeSpan.FromMinutes(1));
        settings.SendTimeout.ShouldBe(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void An_endpoint_has_version_1_0_and_no_legacy_namespaces()
    {
        var attribute = new RpcEndpointAttribute("t");
        var descriptor = new RpcEndpointDescriptor(typeof(string), Target.ForTopic("t"), []);

        (attribute.Topic, attribute.Version).ShouldBe(("t", "1.0"));
        attribute.LegacyNamespaces.ShouldBeEmpty();
        descriptor.ImplementedVersion.ShouldBe(new RpcVersion(1, 0));
        descriptor.LegacyNamespaces.ShouldBeEmpty();
        descriptor.MethodNames.ShouldBeEmpty();
        RpcVersion.Default.ShouldBe(new RpcVersion(1, 0));
    }

    [Fact]
    public void A_descriptor_that_cannot_be_used_says_what_is_wrong()
    {
        RpcMethodDescriptor method = new("get", (_, _) => ValueTask.CompletedTask);

        var twice = Should.Throw<ArgumentException>(() => new RpcEndpointDescriptor(typeof(string), Target.ForTopic("t"), [method, method]));
        var version = Should.Throw<ArgumentException>(() => new RpcEndpointDescriptor(typeof(string), new Target { Topic = "t", Version = "one" }, []));

        twice.Message.ShouldStartWith("System.String has more than one method with the wire name get.");
        twice.ParamName.ShouldBe("methods");
        version.Message.ShouldStartWith("System.String: 'one' is not a version in the form major.minor.");
        version.ParamName.ShouldBe("target");
    }

    [Fact]
    public void A_method_expects_no_exception_and_an_attribute_names_one()
    {
        RpcMethodDescriptor plain = new("get", (_, _) => ValueTask.CompletedTask);
        var expecting = plain with { ExpectedExceptions = [new ExpectedExceptionAttribute<ArgumentException>().ExceptionType] };

        plain.ExpectedExceptions.ShouldBeEmpty();
        plain.Expects(new ArgumentException("x")).ShouldBeFalse();
        expecting.Expects(new ArgumentNullException("x")).ShouldBeTrue();
        expecting.Expects(new FormatException("x")).ShouldBeFalse();
    }

    [Theory]
    [InlineData(typeof(Exception), false)]
    [InlineData(typeof(MessagingException), false)]
    [InlineData(typeof(RpcArgumentException), true)]
    public void Arguments_that_do_not_fit_are_expected_only_by_their_own_name(Type expected, bool isExpected)
    {
        RpcMethodDescriptor method = new("get", (_, _) => ValueTask.CompletedTask) { ExpectedExceptions = [expected] };

        method.Expects(RpcArgumentException.Missing("get", "a")).ShouldBe(isExpected);
    }

    [Fact]
    public async Task A_server_without_a_name_is_refused_with_the_reason()
    {
        await using var transport = MessagingTransport.Create("amqp://127.0.0.1:1");

        Should.Throw<InvalidTargetException>(() => transport.CreateRpcServer(Target.ForTopic("t"))).Message
            .ShouldContain("A server's target must have topic and server names specified");
    }
}
