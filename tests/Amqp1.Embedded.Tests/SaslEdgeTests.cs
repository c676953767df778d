using Amqp.Framing;
using Amqp.Types;

namespace Amqp1.Embedded.Tests;

/// <summary>Tests with peers that break the rules of the SASL layer.</summary>
public sealed class SaslEdgeTests
{
    [Theory]
    [InlineData("unknown mechanism")]
    [InlineData("plain without fields")]
    [InlineData("response first")]
    [InlineData("amqp frame")]
    [InlineData("huge frame")]
    public async Task A_sasl_layer_that_goes_wrong_ends_with_a_refusal_and_a_closed_socket(string fault)
    {
        await using var router = await TestRouter.StartAsync();
        await using var peer = await RawPeer.ConnectAsync(router);
        await peer.SendAsync(RawPeer.SaslHeader.ToArray());
        await peer.ReadBytesAsync(8);
        await peer.NextAsync<Amqp.Sasl.SaslMechanisms>();
        await peer.SendAsync(fault switch
        {
            "unknown mechanism" => RawPeer.Frame(0, new Amqp.Sasl.SaslInit { Mechanism = "GSSAPI" }, type: 1),
            "plain without fields" => RawPeer.Frame(0, new Amqp.Sasl.SaslInit { Mechanism = "PLAIN", InitialResponse = [1] }, type: 1),
            "response first" => RawPeer.Frame(0, new Amqp.Sasl.SaslResponse { Response = [1] }, type: 1),
            "amqp frame" => RawPeer.Frame(0, new Open { ContainerId = "c" }),
            _ => [0, 1, 0, 0, 2, 1, 0, 0],
        });
        if (fault is "unknown mechanism" or "plain without fields")
        {
            (await peer.NextAsync<Amqp.Sasl.SaslOutcome>()).Code.ShouldBe(Amqp.Sasl.SaslCode.Auth);
        }

        await peer.EndOfStreamAsync();
    }

    [Fact]
    public async Task A_stranger_that_begins_with_nonsense_is_shown_the_sasl_header_when_users_are_required()
    {
        await using var router = await TestRouter.StartAsync(new EmbeddedRouterOptions
        {
            Users = new Dictionary<string, string> { ["u"] = "p" }, AllowAnonymous = false,
        });
        await using var peer = await RawPeer.ConnectAsync(router);
        await peer.SendAsync("AMQP\0\0\u0009\u0001"u8.ToArray());
        (await peer.ReadBytesAsync(8)).ShouldBe(RawPeer.SaslHeader.ToArray());
        await peer.EndOfStreamAsync();
    }
}
