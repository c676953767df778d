using System.Diagnostics;
using System.Net.Sockets;
using System.Threading.Channels;
using Amqp.Framing;
using Amqp.Sasl;
using Amqp.Types;
using Amqp1.Tests.Harness.Peer.Codec;

namespace Amqp1.Tests.Harness.Peer;

/// <summary>One connection of a client: the socket, the SASL exchange, and frames in and out.</summary>
internal sealed class PeerConnection
{
    private readonly ScriptedPeer _peer;
    private readonly Socket _socket;
    private readonly NetworkStream _stream;
    private readonly Channel<byte[]> _outgoing = Channel.CreateUnbounded<byte[]>();
    private readonly TaskCompletionSource _never = new();
    private readonly CancellationTokenSource _cut = new();
    private Timer? _heartbeat;
    private long _sent;
    private volatile bool _frozen;

    public PeerConnection(ScriptedPeer peer, Socket socket, int number)
    {
        _peer = peer;
        _socket = socket;
        _socket.NoDelay = true;
        _stream = new NetworkStream(socket, ownsSocket: true);
        Number = number;
    }

    public int Number { get; }

    /// <summary>The sessions by the channel of the client. Guarded by the peer's lock.</summary>
    public Dictionary<ushort, PeerSession> Sessions { get; } = [];

    public IEnumerable<PeerLink> Links => Sessions.Values.SelectMany(session => session.Links.Values);

    /// <summary>True if the client has sent its Open.</summary>
    public bool Opened { get; private set; }

    /// <summary>True if the peer has sent its Close.</summary>
    public bool CloseSent { get; set; }

    /// <summary>Completes when both directions have ended. Never faults.</summary>
    public async Task RunAsync()
    {
        var writing = WriteAllAsync();
        try
        {
            if (await HandshakeAsync())
            {
                await ReadAllAsync();
            }
        }
        catch (Exception end) when (end is IOException or ObjectDisposedException or OperationCanceledException or SocketException)
        {
            // The client is gone or was cut off.
        }
        catch (ViolationException violation)
        {
            _peer.OnViolation(this, violation.Message);
        }

        if (_heartbeat is { } heartbeat)
        {
            await heartbeat.DisposeAsync();
        }

        _outgoing.Writer.TryComplete();
        await writing;
        await _stream.DisposeAsync();
        _peer.OnEnded(this);
    }

    public void Send(ushort channel, DescribedList frame, ReadOnlySpan<byte> payload = default) =>
        SendRaw(PeerFrames.Encode(channel, frame, payload));

    /// <summary>Sends any bytes, whether they make sense or not.</summary>
    public void SendRaw(byte[] bytes) => _outgoing.Writer.TryWrite(bytes);

    /// <summary>Ends the socket at once, either with a reset or as the socket of a process that ends.</summary>
    public void Cut(bool reset = true)
    {
        try
        {
            if (reset)
            {
                _socket.LingerState = new LingerOption(true, 0);
            }
        }
        catch (Exception gone) when (gone is ObjectDisposedException or SocketException)
        {
            // The client has closed the connection first, so there is nothing to reset.
        }

        _outgoing.Writer.TryComplete();
        _cut.Cancel();
        _stream.Dispose();
        _never.TrySetCanceled();
    }

    /// <summary>Stops reading and answering, and leaves the socket open.</summary>
    public void Freeze() => _frozen = true;

    /// <summary>Sends the pending frames, then ends the socket.</summary>
    public void Finish() => _outgoing.Writer.TryComplete();

    /// <summary>Sends empty frames as often as the client's idle time-out requires.</summary>
    public void StartHeartbeat(TimeSpan period) => _heartbeat = new Timer(_ => SendRaw([0, 0, 0, 8, 2, 0, 0, 0]), null, period, period);

    private async Task<bool> HandshakeAsync()
    {
        var header = new byte[8];
        await _stream.ReadExactlyAsync(header, _cut.Token);
        if (header.AsSpan().SequenceEqual(PeerFrames.SaslHeader))
        {
            if (!await AuthenticateAsync())
            {
                return false;
            }

            await _stream.ReadExactlyAsync(header, _cut.Token);
        }
        else if (_peer.Script.Credentials is not null)
        {
            SendRaw(PeerFrames.SaslHeader);
            return false;
        }

        SendRaw(PeerFrames.AmqpHeader);
        return true;
    }

    private async Task<bool> AuthenticateAsync()
    {
        var credentials = _peer.Script.Credentials;
        var mechanisms = _peer.Script.Mechanisms ?? [credentials is null ? "ANONYMOUS" : "PLAIN"];
        SendRaw(PeerFrames.SaslHeader);
        SendRaw(PeerFrames.EncodeSasl(new SaslMechanisms { SaslServerMechanisms = [.. mechanisms.Select(name => new Symbol(name))] }));
        if (await PeerFrames.ReadSaslAsync(_stream, _cut.Token) is not SaslInit init)
        {
            throw new ViolationException("The first SASL frame of the client is not an init.");
        }

        _peer.Record(new SaslAttempted(init.Mechanism, init.InitialResponse is { } response ? System.Text.Encoding.UTF8.GetString(response) : ""));
        var ok = mechanisms.Contains(init.Mechanism.ToString())
            && (credentials is not { } known || SaslAttempted.Plain(known.User, known.Password) == System.Text.Encoding.UTF8.GetString(init.InitialResponse));
        SendRaw(PeerFrames.EncodeSasl(new SaslOutcome { Code = ok ? SaslCode.Ok : SaslCode.Auth }));
        return ok;
    }

    private async Task ReadAllAsync()
    {
        while (true)
        {
            var (channel, body, payload) = await PeerFrames.ReadAsync(_stream, Math.Max(512, _peer.Script.MaxFrameSize), _cut.Token);
            if (_frozen)
            {
                await _never.Task;
            }

            if (body is null)
            {
                _peer.Record(new EmptyFrameReceived(this, Stopwatch.GetTimestamp()));
            }

            if (body is Open open)
            {
                Opened = Opened ? throw new ViolationException("A connection was opened twice.") : true;
                await _peer.Script.OpenGate.WaitAsync(_cut.Token);
                _peer.OnOpen(this, open);
            }
            else if (body is not null && !Opened)
            {
                throw new ViolationException($"A frame {body.GetType().Name} was sent before the open.");
            }
            else if (body is not null && !_peer.OnFrame(this, channel, body, payload))
            {
                return;
            }
        }
    }

    private async Task WriteAllAsync()
    {
        try
        {
            await foreach (var bytes in _outgoing.Reader.ReadAllAsync(_cut.Token))
            {
                if (_frozen)
                {
                    await _never.Task;
                }

                if (_peer.Script.CutAfterBytes is { } limit && _sent + bytes.Length >= limit)
                {
                    await _stream.WriteAsync(bytes.AsMemory(0, (int)Math.Max(0, limit - _sent)), _cut.Token);
                    Cut(reset: false);
                    return;
                }

                _sent += bytes.Length;
                await _stream.WriteAsync(bytes, _cut.Token);
            }

            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception end) when (end is IOException or ObjectDisposedException or OperationCanceledException or SocketException)
        {
            // The client is gone or was cut off.
        }
    }
}
