using System.Buffers.Binary;
using System.Net.Security;
using System.Net.Sockets;
using Amqp;
using Amqp.Framing;
using Amqp.Sasl;
using Amqp.Types;

namespace Amqp1.Embedded.Tests;

/// <summary>A client that sends exactly the frames that a test needs. Its codec is not that of the router.</summary>
internal sealed class RawPeer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly TcpClient _client = new() { NoDelay = true };
    private readonly List<RawFrame> _inbox = [];
    private Stream? _stream;

    // AMQPNetLite decodes performatives only after the first one was made in the process.
    static RawPeer() => _ = new Open();

    public static ReadOnlySpan<byte> AmqpHeader => "AMQP\0\u0001\0\0"u8;

    public static ReadOnlySpan<byte> SaslHeader => "AMQP\u0003\u0001\0\0"u8;

    /// <summary>The router's Open.</summary>
    public Open? PeerOpen { get; private set; }

    private Stream Stream => _stream ?? throw new InvalidOperationException("Not connected.");

    public static Task<RawPeer> ConnectAsync(EmbeddedRouter router) => ConnectAsync(router.Port);

    /// <summary>Connects. If TLS is used, any certificate is accepted.</summary>
    public static async Task<RawPeer> ConnectAsync(int port, bool tls = false)
    {
        var peer = new RawPeer();
        await peer._client.ConnectAsync("127.0.0.1", port, Token());
        peer._stream = peer._client.GetStream();
        if (tls)
        {
#pragma warning disable CA5359 // The certificate of a test is made by the test.
            var secure = new SslStream(peer._stream, leaveInnerStreamOpen: false, static (_, _, _, _) => true);
#pragma warning restore CA5359
            peer._stream = secure;
            await secure.AuthenticateAsClientAsync("127.0.0.1");
        }

        return peer;
    }

    /// <summary>Connects, opens the connection, and begins a session on channel 0.</summary>
    public static Task<RawPeer> OpenAsync(EmbeddedRouter router, uint maxFrameSize = 65536, uint idleTimeOut = 0, string? containerId = null, string? user = null) =>
        OpenAsync(router.Port, maxFrameSize, idleTimeOut, containerId, user);

    /// <summary>Does the same as the other overload. <paramref name="user"/> logs in by PLAIN with the password <c>secret</c>.</summary>
    public static async Task<RawPeer> OpenAsync(int port, uint maxFrameSize = 65536, uint idleTimeOut = 0, string? containerId = null, string? user = null, bool tls = false)
    {
        var peer = await ConnectAsync(port, tls);
        if (user is not null)
        {
            (await peer.LogInAsync($"\0{user}\0secret")).ShouldBe(SaslCode.Ok);
        }

        await peer.SendAsync(AmqpHeader.ToArray());
        var open = new Open { ContainerId = containerId ?? Guid.NewGuid().ToString(), HostName = "anything", MaxFrameSize = maxFrameSize };
        if (idleTimeOut > 0)
        {
            open.IdleTimeOut = idleTimeOut;
        }

        await peer.SendAsync(0, open);
        (await peer.ReadBytesAsync(8)).ShouldBe(AmqpHeader.ToArray());
        peer.PeerOpen = await peer.NextAsync<Open>();
        await peer.BeginAsync(0);
        return peer;
    }

    /// <summary>Sends the response of SASL PLAIN and returns the outcome.</summary>
    public async Task<SaslCode> LogInAsync(string plain)
    {
        await SendAsync([.. SaslHeader, .. Frame(0, new SaslInit { Mechanism = "PLAIN", InitialResponse = System.Text.Encoding.UTF8.GetBytes(plain) }, type: 1)]);
        await ReadBytesAsync(8);
        return (await NextAsync<SaslOutcome>()).Code;
    }

    public static byte[] Frame(ushort channel, DescribedList? performative, byte[]? payload = null, byte type = 0)
    {
        var buffer = new ByteBuffer(256, true);
        buffer.Append(8);
        performative?.Encode(buffer);
        byte[] frame = [.. buffer.Buffer.AsSpan(buffer.Offset, buffer.Length), .. payload ?? []];
        BinaryPrimitives.WriteInt32BigEndian(frame, frame.Length);
        frame[4] = 2;
        frame[5] = type;
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(6), channel);
        return frame;
    }

    public Task SendAsync(byte[] bytes) => Stream.WriteAsync(bytes, Token()).AsTask();

    public Task SendAsync(ushort channel, DescribedList performative, byte[]? payload = null) => SendAsync(Frame(channel, performative, payload));

    public async Task BeginAsync(ushort channel, uint incomingWindow = 100_000)
    {
        await SendAsync(channel, new Begin { NextOutgoingId = 0, IncomingWindow = incomingWindow, OutgoingWindow = 100_000 });
        await NextAsync<Begin>(frame => frame.Channel == channel);
    }

    public async Task<Attach> AttachSenderAsync(uint handle, string? address, ushort channel = 0, SenderSettleMode mode = SenderSettleMode.Mixed)
    {
        await SendAsync(channel, new Attach
        {
            LinkName = $"s{handle}", Handle = handle, Role = false, SndSettleMode = mode, Source = new Source(),
            Target = new Amqp.Framing.Target { Address = address }, InitialDeliveryCount = 0,
        });
        return await NextAsync<Attach>(frame => frame.Channel == channel && ((Attach)frame.Performative!).Handle == handle);
    }

    public async Task<Attach> AttachReceiverAsync(
        uint handle, string? address, uint credit, ushort channel = 0, Action<Attach>? change = null)
    {
        var attach = new Attach
        {
            LinkName = $"r{handle}", Handle = handle, Role = true, Source = new Source { Address = address }, Target = new Amqp.Framing.Target(),
        };
        change?.Invoke(attach);
        await SendAsync(channel, attach);
        var answer = await NextAsync<Attach>(frame => frame.Channel == channel && ((Attach)frame.Performative!).Handle == handle);
        if (credit > 0)
        {
            await FlowAsync(handle, 0, credit, channel: channel);
        }

        return answer;
    }

    public Task FlowAsync(uint handle, uint deliveryCount, uint credit, bool drain = false, bool echo = false, ushort channel = 0) =>
        SendAsync(channel, new Flow
        {
            NextIncomingId = 0, IncomingWindow = 100_000, NextOutgoingId = 0, OutgoingWindow = 100_000, Handle = handle,
            DeliveryCount = deliveryCount, LinkCredit = credit, Drain = drain, Echo = echo,
        });

    public Task TransferAsync(uint handle, uint deliveryId, byte[] payload, bool settled = false, bool more = false, bool aborted = false, ushort channel = 0) =>
        SendAsync(channel, Transfer(handle, deliveryId, settled, more, aborted), payload);

    public static Transfer Transfer(uint handle, uint deliveryId, bool settled = false, bool more = false, bool aborted = false)
    {
        var transfer = new Transfer
        {
            Handle = handle, DeliveryId = deliveryId, DeliveryTag = BitConverter.GetBytes(deliveryId), MessageFormat = 0, Settled = settled, More = more,
        };
        if (aborted)
        {
            transfer.Aborted = true;
        }

        return transfer;
    }

    public Task SettleAsync(uint first, DeliveryState? state, bool receiver = true, bool settled = true, uint? last = null, ushort channel = 0)
    {
        var frame = new Dispose { Role = receiver, First = first, Settled = settled };
        if (last is { } end)
        {
            frame.Last = end;
        }

        if (state is not null)
        {
            frame.State = state;
        }

        return SendAsync(channel, frame);
    }

    /// <summary>Waits for the next flow of this sender link and returns its credit.</summary>
    public async Task<uint> CreditAsync(uint handle) =>
        (await NextAsync<Flow>(frame => frame.Performative is Flow { HasHandle: true } flow && flow.Handle == handle)).LinkCredit;

    /// <summary>
    /// Completes when the router has handled everything that was sent before. All frames that it sent before its answer are in the inbox.
    /// </summary>
    public async Task SyncAsync(uint nextIncomingId = 0, uint incomingWindow = 100_000)
    {
        await SendAsync(0, new Flow { NextIncomingId = nextIncomingId, IncomingWindow = incomingWindow, NextOutgoingId = 0, OutgoingWindow = 100_000, Echo = true });
        await NextAsync<Flow>(frame => frame.Channel == 0 && frame.Performative is Flow { HasHandle: false });
    }

    /// <summary>Returns whether such a frame has arrived and was not taken yet.</summary>
    public bool Has<T>(Func<T, bool>? match = null) => _inbox.Any(frame => frame.Performative is T value && (match is null || match(value)));

    public async Task<T> NextAsync<T>(Func<RawFrame, bool>? match = null)
        where T : DescribedList => (T)(await NextFrameAsync<T>(match)).Performative!;

    public async Task<RawFrame> NextFrameAsync<T>(Func<RawFrame, bool>? match = null)
        where T : DescribedList
    {
        while (true)
        {
            var index = _inbox.FindIndex(frame => frame.Performative is T && (match is null || match(frame)));
            if (index >= 0)
            {
                var found = _inbox[index];
                _inbox.RemoveAt(index);
                return found;
            }

            var next = await ReadFrameAsync()
                ?? throw new InvalidOperationException($"The router closed the socket before a {typeof(T).Name} came.");
            if (next.Performative is Close { Error: { } error } && typeof(T) != typeof(Close))
            {
                throw new InvalidOperationException($"The router closed the connection: {error.Condition} {error.Description}.");
            }

            _inbox.Add(next);
        }
    }

    /// <summary>Reads and discards all frames until that many of this kind have arrived.</summary>
    public async Task SkipAsync<T>(int count)
        where T : DescribedList
    {
        while (count > 0)
        {
            var frame = await ReadFrameAsync() ?? throw new InvalidOperationException($"The router closed the socket before the last {typeof(T).Name} came.");
            if (frame.Performative is T)
            {
                count--;
            }
        }
    }

    /// <summary>Reads until the router has closed the socket.</summary>
    public async Task EndOfStreamAsync()
    {
        while (await ReadFrameAsync() is not null)
        {
        }
    }

    /// <summary>Closes the peer's own direction of the socket.</summary>
    public void HangUp() => _client.Client.Shutdown(SocketShutdown.Send);

    public async Task<byte[]> ReadBytesAsync(int count)
    {
        var bytes = new byte[count];
        await Stream.ReadExactlyAsync(bytes, Token());
        return bytes;
    }

    /// <summary>Returns the next frame, even if it is empty; null at the end of the stream.</summary>
    public async Task<RawFrame?> ReadFrameAsync()
    {
        var header = new byte[8];
        try
        {
            var read = await Stream.ReadAtLeastAsync(header, 8, throwOnEndOfStream: false, Token());
            if (read < 8)
            {
                return null;
            }

            var rest = await ReadBytesAsync(BinaryPrimitives.ReadInt32BigEndian(header) - 8);
            var channel = BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(6));
            if (rest.Length == 0)
            {
                return new RawFrame(channel, null, []);
            }

            var buffer = new ByteBuffer(rest, 0, rest.Length, rest.Length);
            var performative = (DescribedList)Encoder.ReadObject(buffer);
            return new RawFrame(channel, performative, rest[buffer.Offset..]);
        }
        catch (IOException)
        {
            return null;
        }
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    private static CancellationToken Token() => new CancellationTokenSource(Patience).Token;
}
