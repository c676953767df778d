using Amqp;
using Amqp.Framing;
using Amqp.Sasl;
using Amqp.Types;

namespace Amqp1.Embedded.Tests;

public sealed class HandshakeTests
{
    private static readonly EmbeddedRouterOptions WithUsers = new()
    {
        Users = new Dictionary<string, string> { ["oslo"] = "secret:ü" }, AllowAnonymous = false,
    };

    [Fact]
    public async Task Open_shows_who_the_router_is_and_what_it_can_do()
    {
        await using var router = await TestRouter.StartAsync(new EmbeddedRouterOptions { ContainerId = "me", Product = "p" });
        await using var peer = await RawPeer.OpenAsync(router);
        var open = peer.PeerOpen.ShouldNotBeNull();
        open.ContainerId.ShouldBe("me");
        open.MaxFrameSize.ShouldBe(65536u);
        open.ChannelMax.ShouldBe((ushort)32767);
        open.IdleTimeOut.ShouldBe(30_000u);
        open.OfferedCapabilities.ShouldBe([(Symbol)"ANONYMOUS-RELAY"]);
        open.Properties[(Symbol)"product"].ShouldBe("p");
        open.Properties[(Symbol)"version"].ShouldBeOfType<string>().ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_client_with_a_known_user_is_let_in()
    {
        await using var router = await TestRouter.StartAsync(WithUsers);
        var connection = await new ConnectionFactory().CreateAsync(new Amqp.Address("127.0.0.1", router.Port, "oslo", "secret:ü", "/", "amqp"));
        connection.IsClosed.ShouldBeFalse();
        await connection.CloseAsync();
    }

    [Theory]
    [InlineData("oslo", "wrong")]
    [InlineData("nobody", "secret:ü")]
    public async Task A_client_with_a_wrong_user_or_password_is_refused(string user, string password)
    {
        await using var router = await TestRouter.StartAsync(WithUsers);
        var refused = await Should.ThrowAsync<AmqpException>(
            () => new ConnectionFactory().CreateAsync(new Amqp.Address("127.0.0.1", router.Port, user, password, "/", "amqp")));
        refused.Error.Condition.ToString().ShouldBe(ErrorCode.UnauthorizedAccess);
    }

    [Fact]
    public async Task Any_user_is_let_in_when_none_are_configured()
    {
        await using var router = await TestRouter.StartAsync();
        var connection = await new ConnectionFactory().CreateAsync(new Amqp.Address("127.0.0.1", router.Port, "a", "b", "/", "amqp"));
        connection.IsClosed.ShouldBeFalse();
        await connection.CloseAsync();
    }

    [Fact]
    public async Task Anonymous_clients_are_let_in_by_sasl()
    {
        await using var router = await TestRouter.StartAsync();
        var factory = new ConnectionFactory { SASL = { Profile = SaslProfile.Anonymous } };
        var connection = await factory.CreateAsync(new Amqp.Address(router.TransportUrl));
        connection.IsClosed.ShouldBeFalse();
        await connection.CloseAsync();
    }

    [Fact]
    public async Task A_peer_without_sasl_is_refused_when_users_are_required()
    {
        await using var router = await TestRouter.StartAsync(WithUsers);
        await using var peer = await RawPeer.ConnectAsync(router);
        await peer.SendAsync(RawPeer.AmqpHeader.ToArray());
        (await peer.ReadBytesAsync(8)).ShouldBe(RawPeer.SaslHeader.ToArray());
        await peer.EndOfStreamAsync();
    }

    [Fact]
    public async Task Anonymous_is_not_offered_and_not_taken_when_users_are_required()
    {
        await using var router = await TestRouter.StartAsync(WithUsers);
        await using var peer = await RawPeer.ConnectAsync(router);
        await peer.SendAsync(RawPeer.SaslHeader.ToArray());
        (await peer.ReadBytesAsync(8)).ShouldBe(RawPeer.SaslHeader.ToArray());
        (await peer.NextAsync<SaslMechanisms>()).SaslServerMechanisms.ShouldBe([(Symbol)"SCRAM-SHA-256", (Symbol)"SCRAM-SHA-1", (Symbol)"PLAIN"]);
        await peer.SendAsync(RawPeer.Frame(0, new SaslInit { Mechanism = "ANONYMOUS" }, type: 1));
        (await peer.NextAsync<SaslOutcome>()).Code.ShouldBe(SaslCode.Auth);
        await peer.EndOfStreamAsync();
    }

    [Theory]
    [InlineData("AMQP\u0000\u0000\u0009\u0001")]
    [InlineData("AMQP\u0000\u0001\u0001\u0000")]
    [InlineData("\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001")]
    [InlineData("AMQP\u0002\u0001\u0000\u0000")]
    [InlineData("GET / HTTP/1.1\r\n\r\n")]
    [InlineData("zz")]
    public async Task An_unknown_protocol_header_is_answered_with_ours(string header)
    {
        await using var router = await TestRouter.StartAsync();
        await using var peer = await RawPeer.ConnectAsync(router);
        await peer.SendAsync(System.Text.Encoding.Latin1.GetBytes(header));
        (await peer.ReadBytesAsync(8)).ShouldBe(RawPeer.AmqpHeader.ToArray());
        await peer.EndOfStreamAsync();
    }

    [Fact]
    public async Task Everything_up_to_the_first_session_may_come_in_one_piece_or_byte_by_byte()
    {
        await using var router = await TestRouter.StartAsync();
        byte[] all =
        [
            .. RawPeer.SaslHeader, .. RawPeer.Frame(0, new SaslInit { Mechanism = "ANONYMOUS" }, type: 1), .. RawPeer.AmqpHeader,
            .. RawPeer.Frame(0, new Open { ContainerId = "c" }), .. RawPeer.Frame(3, new Begin { IncomingWindow = 1, OutgoingWindow = 1, NextOutgoingId = 0 }),
        ];
        foreach (var size in new[] { all.Length, 1 })
        {
            await using var peer = await RawPeer.ConnectAsync(router);
            foreach (var piece in all.Chunk(size))
            {
                await peer.SendAsync(piece);
            }

            await peer.ReadBytesAsync(8);
            (await peer.NextAsync<SaslOutcome>()).Code.ShouldBe(SaslCode.Ok);
            await peer.ReadBytesAsync(8);
            (await peer.NextAsync<Begin>()).RemoteChannel.ShouldBe((ushort)3);
        }
    }
}
