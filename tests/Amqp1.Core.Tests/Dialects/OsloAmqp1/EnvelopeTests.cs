using Amqp;
using Amqp.Framing;
using Amqp1.Notifications;

namespace Amqp1.Core.Tests.Dialects.OsloAmqp1;

/// <summary>Tests of requests and notifications in an envelope, with supported and unsupported versions.</summary>
public sealed class EnvelopeTests : FaultTest
{
    [Fact]
    [Trait("Conformance", "65")]
    public async Task A_request_in_an_envelope_of_version_2_0_is_served()
    {
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer);
        var endpoint = new TestEndpoint();
        await driver.ServeAsync(endpoint, cancel: Limit);

        peer.Deliver(Shared(peer), Enveloped("2.0", """{\"method\": \"echo\", \"args\": {\"data\": \"inside\"}}"""));

        (await endpoint.Requests.FirstAsync<string>(cancel: Limit)).ShouldBe("inside");
        (await peer.Events.FirstAsync<DeliverySettled>(cancel: Limit)).State.ShouldBeOfType<Accepted>();
    }

    [Theory]
    [InlineData("2.1")]
    [InlineData("1.9")]
    [InlineData("3.0")]
    [InlineData("2.0.1")]
    [Trait("Conformance", "65")]
    public async Task A_request_in_an_envelope_of_another_version_is_rejected_and_the_server_goes_on(string version)
    {
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer);
        var endpoint = new TestEndpoint();
        await driver.ServeAsync(endpoint, cancel: Limit);

        peer.Deliver(Shared(peer), Enveloped(version, """{\"method\": \"echo\", \"args\": {\"data\": \"inside\"}}"""));

        (await peer.Events.FirstAsync<DeliverySettled>(cancel: Limit)).State.ShouldBeOfType<Rejected>();
        (await driver.Client().CallAsync<string>("echo", Echo("next"), Limit)).ShouldBe("next");
        endpoint.Requests.All<string>().ShouldBe(["next"]);
    }

    [Theory]
    [InlineData("2.1")]
    [InlineData("1.0")]
    [Trait("Conformance", "65")]
    public async Task A_notification_in_an_envelope_of_another_version_is_rejected_and_the_listener_goes_on(string version)
    {
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer);
        var listener = new TestListener("topic");
        await driver.ListenAsync(listener, Limit);

        peer.Deliver(
            peer.Links(link => link.Address.EndsWith("topic.info", StringComparison.Ordinal)).Single(),
            Enveloped(version, """{\"event_type\": \"bad\", \"priority\": \"INFO\", \"payload\": {}}"""));

        (await peer.Events.FirstAsync<DeliverySettled>(cancel: Limit)).State.ShouldBeOfType<Rejected>();
        await driver.Notifier("topic").InfoAsync("good", null, cancel: Limit);
        (await listener.Received.FirstAsync<string>(cancel: Limit)).ShouldStartWith("Info good");
    }

    private static PeerLink Shared(ScriptedPeer peer) => peer.Links(link => link.Address.StartsWith("unicast", StringComparison.Ordinal)).Single();

    private static Message Enveloped(string version, string inside) => new()
    {
        BodySection = new AmqpValue { Value = $$$"""{"request": {"oslo.version": "{{{version}}}", "oslo.message": "{{{inside}}}"}, "context": {}}""" },
    };
}
