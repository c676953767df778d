using Amqp.Framing;
using Amqp1.Diagnostics;

namespace Amqp1.Core.Tests.Rpc;

/// <summary>Tests of the requirements of a server, and of the context that it gives its methods.</summary>
public sealed class RpcServerTests : FaultTest
{
    [Theory]
    [InlineData("topic", null)]
    [InlineData("topic", "")]
    [InlineData(null, "server")]
    [InlineData("", "server")]
    public async Task A_server_without_a_topic_or_a_name_is_refused(string? topic, string? server)
    {
        await using var transport = MessagingTransport.Create("amqp://127.0.0.1:1");
        var target = new Target { Topic = topic, Server = server };

        Should.Throw<InvalidTargetException>(() => transport.CreateRpcServer(target, (TestEndpoint.Describe(target), new TestEndpoint()))).Target.ShouldBe(target);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("replies", true)]
    public async Task Only_a_call_limits_the_calls_that_its_method_makes(string? replyTo, bool isLimited)
    {
        await using var peer = ScriptedPeer.Start(script => script.Answer = static _ => PeerAnswer.Accept);
        await using var driver = Driver.Start(peer);
        var deadlines = new EventLog<bool>();
        await driver.ServeAsync(
            new TestEndpoint((_, data) =>
            {
                deadlines.Add(ServedMessage.Due is not null);
                return Task.FromResult(data);
            }),
            cancel: Limit);
        var request = PeerMessages.Request("echo", "id", replyTo);
        request.Header = new Header { Ttl = 60_000 };

        peer.Deliver(peer.Links(link => link.Address.StartsWith("unicast", StringComparison.Ordinal)).Single(), request);

        (await deadlines.FirstAsync<bool>(cancel: Limit)).ShouldBe(isLimited);
    }
}
