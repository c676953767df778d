using Amqp.Framing;

namespace Amqp1.Core.Tests.Bus.Receiving;

/// <summary>Tests of the contents of the attach frames that the driver sends.</summary>
public sealed class AttachTests : FaultTest
{
    [Fact]
    [Trait("EdgeCase", "5")]
    public async Task Every_link_leaves_it_to_each_message_whether_it_is_settled()
    {
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer);
        await driver.ServeAsync(new TestEndpoint(), cancel: Limit);
        await driver.ListenAsync(new TestListener("topic"), Limit);
        (await driver.Client().CallAsync<string>("echo", Echo("x"), Limit)).ShouldBe("x");

        var attached = peer.Events.All<LinkAttached>().Select(one => one.Link).ToArray();

        attached.Count(link => link.ClientSends).ShouldBe(2, "requests and replies");
        attached.Count(link => !link.ClientSends).ShouldBe(6, "three of the server, two of the listener, one for replies");
        attached.ShouldAllBe(link => link.SenderSettles == SenderSettleMode.Mixed && link.ReceiverSettles == ReceiverSettleMode.First);
    }
}
