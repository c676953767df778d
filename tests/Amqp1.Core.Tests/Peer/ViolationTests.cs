using System.Net.Sockets;
using Amqp1.Tests.Harness.Peer.Codec;

namespace Amqp1.Core.Tests.Peer;

/// <summary>Tests that the scripted peer records a client that breaks a rule of AMQP 1.0.</summary>
public sealed class ViolationTests : FaultTest
{
    private static readonly byte[] Open = Frame(Performatives.Open, "test");
    private static readonly byte[] Begin = Frame(Performatives.Begin, null, 0u, 10u, 10u);
    private static readonly byte[] Attach = Frame(Performatives.Attach, "link", 0u, false, null, null, Terminus(Termini.Source), Terminus(Termini.Target), null, null, 0u);

    private static readonly Dictionary<string, (byte[] Bytes, string Reason)> Cases = new()
    {
        ["wrong type"] = (Frame(Performatives.Open, 5u), "open: The field container-id is not of the type string."),
        ["missing field"] = (Frame(Performatives.Open, null, "host"), "open: The field container-id is missing."),
        ["too many fields"] = (Frame(Performatives.Close, null, null, true), "A list of 3 fields is not a valid close"),
        ["value out of range"] = (Frame(Performatives.Open, "test", null, 511u), "The field max-frame-size is not of the type uint of at least 512"),
        ["wrong composite"] = ([.. Open, .. Begin, .. Frame(Performatives.Attach, "link", 0u, true, null, null, Terminus(Termini.Target))], "attach: The field source"),
        ["nested field"] = ([.. Open, .. Begin, .. Frame(Performatives.End, new Composite(Performatives.Error, [true]))], "end: error: The field condition"),
        ["missing by role"] = ([.. Open, .. Begin, .. Frame(Performatives.Attach, "link", 0u, false)], "the field initial-delivery-count is missing"),
        ["flow without a handle"] = ([.. Open, .. Begin, .. Frame(Performatives.Flow, 0u, 1u, 0u, 1u, null, null, 5u)], "The field link-credit has a value"),
        ["transfer without an id"] = ([.. Open, .. Begin, .. Attach, .. Frame(Performatives.Transfer, 0u)], "The first transfer of a message lacks"),
        ["message without a body"] = ([.. Open, .. Begin, .. Attach, .. Frame(Performatives.Transfer, 0u, 0u, new byte[1], 0u)], "A message has no body."),
        ["large message"] = ([.. Open, .. Begin, .. Attach, .. Transfer(new byte[1024])], "A message of "),
        ["large frame"] = ([.. Open, 0, 0, 16, 1, 2, 0, 0, 0], "A frame of 4097 bytes"),
        ["small frame"] = ([0, 0, 0, 7, 2, 0, 0, 0], "A frame of 7 bytes"),
        ["data offset"] = ([0, 0, 0, 8, 3, 0, 0, 0], "The data offset"),
        ["frame type"] = ([0, 0, 0, 8, 2, 1, 0, 0], "A frame of type 1"),
        ["unknown performative"] = (Frame(new CompositeType("new", 0x19)), "A value with the descriptor 25"),
        ["bytes after the body"] = ([.. FrameWriter.Write(FrameType.Amqp, 0, new Composite(Performatives.Close, []), [0])], "1 bytes follow the body"),
        ["frame before the open"] = (Begin, "before the open"),
        ["second open"] = ([.. Open, .. Open], "opened twice"),
        ["second session"] = ([.. Open, .. Begin, .. Begin], "begun twice"),
        ["handle in use"] = ([.. Open, .. Begin, .. Attach, .. Attach], "which is in use"),
        ["handle beyond the limit"] = ([.. Open, .. Begin, .. Frame(Performatives.Attach, "link", 8u, true, null, null, Terminus(Termini.Source))], "the limit is 7"),
    };

    public static TheoryData<string> Names { get; } = [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_violation_is_recorded_and_ends_the_connection(string name)
    {
        var (bytes, reason) = Cases[name];
        await using var peer = ScriptedPeer.Start(script =>
            (script.Expects, script.MaxFrameSize, script.MaxMessageSize, script.HandleMax) = (violation => violation.Reason.Contains(reason, StringComparison.Ordinal), 4096, 1000, 7));

        await SendAsync(peer, bytes);

        (await peer.Events.FirstAsync<ProtocolViolation>(cancel: Limit)).Reason.ShouldContain(reason);
        await peer.Events.FirstAsync<ConnectionEnded>(cancel: Limit);
    }

    [Fact]
    public async Task A_violation_that_the_script_does_not_expect_fails_the_test_at_its_end()
    {
        await using var peer = ScriptedPeer.Start(script => script.RecordsEvents = false);

        await SendAsync(peer, Cases["wrong type"].Bytes);

        await peer.Events.FirstAsync<ProtocolViolation>(cancel: Limit);
        Should.Throw<InvalidOperationException>(() => StartedPeers.Complete(TestContext.Current.Test!.UniqueID))
            .Message.ShouldContain("open: The field container-id is not of the type string.");
    }

    /// <summary>Sends the header of AMQP and the bytes, and reads until the peer ends the connection.</summary>
    private async Task SendAsync(ScriptedPeer peer, byte[] bytes)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", peer.Port, Limit);
        await client.GetStream().WriteAsync((byte[])[.. PeerFrames.AmqpHeader, .. bytes], Limit);
        try
        {
            await client.GetStream().CopyToAsync(Stream.Null, Limit);
        }
        catch (IOException)
        {
            // The peer has reset the connection, because it did not read every byte.
        }
    }

    private static byte[] Frame(CompositeType type, params object?[] values) => FrameWriter.Write(FrameType.Amqp, 0, new Composite(type, values));

    private static byte[] Transfer(byte[] payload) =>
        FrameWriter.Write(FrameType.Amqp, 0, new Composite(Performatives.Transfer, [0u, 0u, new byte[1], 0u]), payload);

    private static Composite Terminus(CompositeType type) => new(type, ["address"]);
}
