using Amqp1.Bus;
using Amqp1.Bus.Connections;
using Amqp1.Bus.Context;
using Amqp1.Bus.Replies;
using Amqp1.Bus.Sending;
using Amqp1.Dialects.OsloAmqp1;
using Amqp1.Transport;
using Microsoft.Extensions.Logging.Abstractions;

namespace Amqp1.Core.Tests.Bus.Replies;

/// <summary>Tests that the reply address belongs to one connection and is lost with it.</summary>
public sealed class ReplyInboxTests : FaultTest
{
    [Fact]
    public async Task The_address_of_a_connection_that_was_lost_meanwhile_is_not_taken_into_use()
    {
        await using var peer = ScriptedPeer.Start();
        var settings = new BusSettings { Dialects = new Amqp1Dialects(new AddressSettings()), Hosts = [new PeerHost("127.0.0.1", peer.Port)] };
        var inbox = new ReplyInbox(new BusContext(settings, TimeProvider.System, NullLogger.Instance));
        var connection = await ConnectionOpener.OpenAsync(settings, settings.Hosts[0], TimeProvider.System, NullLogger.Instance, Limit);
        connection.Watch(_ => inbox.Reset(new SendFailure("lost")));
        inbox.Use(connection, "address");
        inbox.Address.ShouldBe("address");

        peer.CutAll();
        await connection.Lost.WaitAsync(Limit);

        inbox.Address.ShouldBeNull();
        Should.Throw<MessagingException>(() => inbox.Use(connection, "address")).Message.ShouldContain("was lost while");
        inbox.Address.ShouldBeNull();
    }
}
