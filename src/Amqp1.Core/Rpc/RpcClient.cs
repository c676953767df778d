using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Amqp1.Addressing;
using Amqp1.Bus;
using Amqp1.Diagnostics;
using Amqp1.Wire;

namespace Amqp1.Rpc;

/// <summary>Calls the methods of remote services: call waits for the reply, cast does not, fanout reaches every server of a topic.</summary>
/// <remarks>
/// Immutable and thread-safe; any number of calls may be under way. <see cref="Prepare"/> gives a client with other settings.
/// Methods may be called before there is a connection: what they send waits for it, within its deadline.
/// </remarks>
public sealed partial class RpcClient
{
    private readonly MessageBus _bus;
    private readonly RpcClientSettings _settings;
    private readonly Destination? _destination;

    internal RpcClient(MessageBus bus, Target target, RpcClientSettings settings)
    {
        _bus = bus;
        _settings = settings;
        Target = target;
        _destination = string.IsNullOrEmpty(target.Topic) ? null : Destination.For(ServiceKind.Rpc, target);
    }

    /// <summary>Where this client sends to.</summary>
    public Target Target { get; }

    /// <summary>A client with some settings changed; what is null stays as it is. This one stays as it was.</summary>
    /// <param name="exchange">The exchange of the topic.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="ns">The namespace of the methods.</param>
    /// <param name="version">The version to ask for, <c>major.minor</c>.</param>
    /// <param name="server">The one server that is meant.</param>
    /// <param name="fanout">Whether all servers of the topic are meant.</param>
    /// <param name="timeout">
    /// How long a call waits for its reply, <c>Amqp1:Rpc:ResponseTimeout</c> (60 s) by default; zero for no timeout of its own, which leaves
    /// the send timeout.
    /// </param>
    /// <param name="versionCap">The highest version that may be asked for.</param>
    /// <param name="retry">
    /// How often a message that is returned or loses its link is sent again; negative, the default, for as often as the deadline allows.
    /// </param>
    /// <param name="callMonitorTimeout">How long a call waits for a heartbeat of the server; it fails earlier than its timeout when the server is gone.</param>
    /// <param name="context">The request context to send along.</param>
    /// <exception cref="MessagingException">The version is none.</exception>
    public RpcClient Prepare(
        string? exchange = null,
        string? topic = null,
        string? ns = null,
        string? version = null,
        string? server = null,
        bool? fanout = null,
        TimeSpan? timeout = null,
        string? versionCap = null,
        int? retry = null,
        TimeSpan? callMonitorTimeout = null,
        MessagingContext? context = null)
    {
        if (version is not null)
        {
            _ = RpcVersion.Parse(version);
        }

        var target = Target with
        {
            Exchange = exchange ?? Target.Exchange,
            Topic = topic ?? Target.Topic,
            Namespace = ns ?? Target.Namespace,
            Version = version ?? Target.Version,
            Server = server ?? Target.Server,
            Fanout = fanout ?? Target.Fanout,
        };
        var settings = _settings with
        {
            Timeout = timeout ?? _settings.Timeout,
            VersionCap = versionCap ?? _settings.VersionCap,
            Retry = retry ?? _settings.Retry,
            CallMonitorTimeout = callMonitorTimeout ?? _settings.CallMonitorTimeout,
            Context = context ?? _settings.Context,
        };
        return new RpcClient(_bus, target, settings);
    }

    /// <summary>Whether the version cap lets this version be asked for; always true without a cap.</summary>
    /// <param name="version">The version; null for that of <see cref="Target"/>.</param>
    /// <exception cref="MessagingException">The cap is no version.</exception>
    public bool CanSendVersion(string? version = null) => IsWithinCap(version ?? Target.Version);

    /// <summary>
    /// Calls a method and completes with its result when the reply is in.
    /// </summary>
    /// <param name="method">The wire name of the method.</param>
    /// <param name="arguments">An object or dictionary whose members are the arguments; null for none.</param>
    /// <param name="cancel">Ends the wait. The server is not told and may still run the method.</param>
    /// <exception cref="MessagingTimeoutException">No reply within the timeout, or no heartbeat of a monitored call.</exception>
    /// <exception cref="MessageDeliveryException">The request was not delivered, or may have been lost with its connection.</exception>
    /// <exception cref="RemoteErrorException">
    /// The method raised an exception. Python's builtin exceptions come as their .NET counterparts, with this one as inner
    /// exception (<see cref="RemoteExceptionRegistry"/>).
    /// </exception>
    /// <exception cref="MessagingException">The reply cannot be read.</exception>
    /// <exception cref="ArgumentException">The arguments are no JSON object, or the method raised Python's <c>ValueError</c> or <c>TypeError</c>.</exception>
    /// <exception cref="NotSupportedException">The JSON options have no metadata for the type of the arguments or the result, as under AOT without a context that names it.</exception>
    /// <exception cref="OperationCanceledException">
    /// The token fired. If it did so while the message was under way, the inner exception is a <see cref="MessageDeliveryException"/> whose
    /// <see cref="MessageDeliveryException.InDoubt"/> tells whether the message may have left.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The transport was stopped.</exception>
    /// <exception cref="InvalidTargetException">The target has no topic, or is a fanout.</exception>
    /// <exception cref="RpcVersionCapException">The version is above the cap.</exception>
    public Task<TResult?> CallAsync<TResult>(string method, object? arguments = null, CancellationToken cancel = default) =>
        StartCallAsync(method, arguments, static (client, called, response) => client.ReadResult<TResult>(called, response), cancel);

    /// <summary>Calls a method and completes when it has run; a result is not looked at. Throws as <see cref="CallAsync{TResult}"/>.</summary>
    public Task CallAsync(string method, object? arguments = null, CancellationToken cancel = default) =>
        StartCallAsync<object?>(method, arguments, static (_, _, _) => null, cancel);

    /// <summary>
    /// Sends a request that has no reply. Completes when the peer has accepted it: a router when a server took it, a broker
    /// when it is stored; at once when casts are configured to go out settled. While no server listens, a router does not take it, and this
    /// waits until the send timeout has passed.
    /// </summary>
    /// <param name="method">The wire name of the method.</param>
    /// <param name="arguments">An object or dictionary whose members are the arguments; null for none. Written before this returns.</param>
    /// <param name="cancel">Ends the wait and withdraws the request if it has not left.</param>
    /// <exception cref="MessageDeliveryException">It was not delivered within the send timeout (30 seconds by default), was refused, or may have been lost.</exception>
    /// <exception cref="ArgumentException">The arguments are no JSON object.</exception>
    /// <exception cref="NotSupportedException">The JSON options have no metadata for the type of the arguments, as under AOT without a context that names it.</exception>
    /// <exception cref="OperationCanceledException">
    /// The token fired. If it did so while the message was under way, the inner exception is a <see cref="MessageDeliveryException"/> whose
    /// <see cref="MessageDeliveryException.InDoubt"/> tells whether the message may have left.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The transport was stopped.</exception>
    /// <exception cref="InvalidTargetException">The target has no topic.</exception>
    /// <exception cref="RpcVersionCapException">The version is above the cap.</exception>
    public Task CastAsync(string method, object? arguments = null, CancellationToken cancel = default) =>
        _settings.Filters is { } filters ? CastFilteredAsync(filters, method, arguments, cancel) : SendCastAsync(method, arguments, cancel);

    /// <summary>A cast to every server of the topic. Completes and throws as <see cref="CastAsync"/>.</summary>
    /// <remarks>
    /// A router takes no fanout while no server of the topic listens: then this waits for a server, and fails with
    /// <see cref="MessageDeliveryException"/> when the send timeout (<c>Amqp1:Rpc:SendTimeout</c>, 30 seconds by default) has passed. A broker
    /// takes the message and drops it. Code that announces something to whoever happens to listen should be prepared for both.
    /// </remarks>
    public Task FanoutAsync(string method, object? arguments = null, CancellationToken cancel = default) =>
        Target.Fanout ? CastAsync(method, arguments, cancel) : Prepare(fanout: true).CastAsync(method, arguments, cancel);

    private async Task SendCastAsync(string method, object? arguments, CancellationToken cancel)
    {
        var destination = Check();
        using var activity = Activities.StartSend(_bus.Logger, Target.Topic!, _bus.Host, method);
        var measurement = Measurement.OfSend(_bus.Logger, _bus.Instance);
        try
        {
            var outgoing = new OutgoingMessage
            {
                Kind = MessageKind.Cast,
                Destination = destination,
                Body = WriteRequest(method, arguments, callMonitorTimeout: null),
                Trace = Activities.Current(_bus.Settings.PropagateBaggage),
            };
            await _bus.SendAsync(new PendingSend(outgoing, _settings.SendTimeout, _settings.Retry), cancel).ConfigureAwait(false);
            measurement.EndSend(Target.Topic!, failure: null);
        }
        catch (Exception failure)
        {
            measurement.EndSend(Target.Topic!, failure);
            activity.Fail(failure);
            throw;
        }
    }

    private Task<TResult> StartCallAsync<TResult>(
        string method, object? arguments, Func<RpcClient, string, ReadOnlyMemory<byte>, TResult> read, CancellationToken cancel) =>
        _settings.Filters is { } filters
            ? CallFilteredAsync(filters, method, arguments, read, cancel)
            : CallAndReadAsync(method, arguments, read, cancel);

    private async Task<TResult> CallAndReadAsync<TResult>(
        string method, object? arguments, Func<RpcClient, string, ReadOnlyMemory<byte>, TResult> read, CancellationToken cancel)
    {
        var destination = Check();
        if (Target.Fanout)
        {
            throw new InvalidTargetException("A call cannot be used with fanout", Target);
        }

        using var activity = Activities.StartCall(_bus.Logger, Target.Topic!, method, _bus.Host);
        var measurement = Measurement.OfCall(_bus.Logger, _bus.Instance);
        Exception? failed = null;
        try
        {
            var (timeout, given) = EffectiveTimeout();
            var outgoing = new OutgoingMessage
            {
                Kind = MessageKind.Call,
                Destination = destination,
                Body = WriteRequest(method, arguments, _settings.CallMonitorTimeout),
                TimeToLive = given ? timeout : null,
                Trace = Activities.Current(_bus.Settings.PropagateBaggage),
            };
            var call = new PendingCall(outgoing, timeout, _settings.Retry, given, _settings.CallMonitorTimeout);
            using var body = await _bus.CallAsync(call, cancel).ConfigureAwait(false);
            return read(this, method, ReadReply(method, body.Text));
        }
        catch (Exception failure)
        {
            failed = failure;
            activity.Fail(failure);
            throw;
        }
        finally
        {
            measurement.EndCall(Target.Topic!, method, failed);
        }
    }

    private TResult? ReadResult<TResult>(string method, ReadOnlyMemory<byte> response)
    {
        var json = (JsonTypeInfo<TResult>)_settings.Json.GetTypeInfo(typeof(TResult));
        try
        {
            return JsonSerializer.Deserialize(response.Span, json);
        }
        catch (Exception unreadable) when (unreadable is JsonException || (unreadable is NotSupportedException && json.PolymorphismOptions is not null))
        {
            var reader = new Utf8JsonReader(response.Span, JsonSlice.ReaderOptions);
            var reason = JsonElement.TryParseValue(ref reader, out var value) ? JsonMismatch.Describe(value.Value, json, unreadable) : unreadable.Message;
            throw new MessagingException($"The result of {method} cannot be read as {typeof(TResult).Name}: {reason}.", unreadable);
        }
    }

    private ReadOnlyMemory<byte> ReadReply(string method, ReadOnlyMemory<byte> body)
    {
        Reply reply;
        try
        {
            reply = ReplyReader.Read(body);
        }
        catch (WireFormatException malformed)
        {
            throw new MessagingException($"The reply to {method} cannot be read: {malformed.Message}", malformed);
        }

        return reply.Failure is { } failure
            ? throw _settings.RemoteExceptions.Create(ErrorText.Received(failure))
            : reply.Response;
    }

    private JsonText WriteRequest(string method, object? arguments, TimeSpan? callMonitorTimeout) => RpcRequestWriter.Write(
        method,
        (arguments, _settings.Json),
        static (writer, state) => RpcArguments.Write(writer, state.arguments, state.Json),
        _settings.Context.Utf8Json.Span,
        Target.Namespace,
        Target.Version,
        callMonitorTimeout);

    /// <summary>The own timeout, but never longer than the request that is being served may take.</summary>
    private (TimeSpan Timeout, bool Given) EffectiveTimeout()
    {
        var given = _settings.Timeout > TimeSpan.Zero;
        var timeout = given ? _settings.Timeout : _settings.SendTimeout;
        if (ServedMessage.Due is not { } due)
        {
            return (timeout, given);
        }

        var left = _bus.Deadlines.Until(due);
        return left <= TimeSpan.Zero
            ? throw new MessagingTimeoutException("The deadline of the request that is being served has passed.")
            : left < timeout ? (left, true) : (timeout, given);
    }

    private Destination Check()
    {
        if (_settings.VersionCap is { } cap && !IsWithinCap(Target.Version))
        {
            throw new RpcVersionCapException(Target.Version, cap);
        }

        return _destination ?? throw new InvalidTargetException("A topic must be specified", Target);
    }

    private bool IsWithinCap(string? version) =>
        _settings.VersionCap is not { } cap || (RpcVersion.TryParse(version) is { } asked && RpcVersion.Parse(cap).Serves(asked));
}
