using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Amqp1.Addressing;
using Amqp1.Bus;
using Amqp1.Bus.Replies;
using Amqp1.Bus.Sending;
using Amqp1.Diagnostics;
using Amqp1.Dialects;
using Amqp1.Json;

namespace Amqp1.Rpc;

/// <summary>
/// Calls the methods of remote services. A call waits for its reply, a cast does not, and a fanout is sent to every server of a topic.
/// </summary>
/// <remarks>
/// Immutable and thread-safe; any number of calls can be in progress. <see cref="Prepare"/> returns a client with other settings. Methods
/// can be called before the connection is open: their messages wait for it until their deadlines.
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

    /// <summary>The target to which this client sends.</summary>
    public Target Target { get; }

    /// <summary>
    /// Returns a client with some settings changed. A setting whose argument is null keeps its value. This client does not change.
    /// </summary>
    /// <param name="exchange">The exchange of the topic.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="ns">The namespace of the methods.</param>
    /// <param name="version">The version to request, <c>major.minor</c>.</param>
    /// <param name="server">The name of a single server.</param>
    /// <param name="fanout">Whether messages are sent to all servers of the topic.</param>
    /// <param name="timeout">
    /// The time that a call waits for its reply. Default: <c>Amqp1:Rpc:ResponseTimeout</c> (60 s). If zero, calls have no timeout of their
    /// own, and the send timeout applies.
    /// </param>
    /// <param name="versionCap">The highest version that can be requested.</param>
    /// <param name="retry">
    /// The maximum number of times that a message is sent again when it is returned or loses its link. If negative, which is the default, the
    /// number is limited only by the deadline.
    /// </param>
    /// <param name="callMonitorTimeout">
    /// The time that a call waits for a heartbeat of the server. Without a heartbeat, the call fails before its timeout.
    /// </param>
    /// <param name="context">The request context to send.</param>
    /// <exception cref="MessagingException">The version is not in the form <c>major.minor</c>.</exception>
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

    /// <summary>Returns whether the version cap permits a version; always true without a cap.</summary>
    /// <param name="version">The version; null for that of <see cref="Target"/>.</param>
    /// <exception cref="MessagingException">The cap is not in the form <c>major.minor</c>.</exception>
    public bool CanSendVersion(string? version = null) => IsWithinCap(version ?? Target.Version);

    /// <summary>Calls a method and completes with its result when the reply arrives.</summary>
    /// <param name="method">The wire name of the method.</param>
    /// <param name="arguments">An object or dictionary whose members are the arguments; null for none.</param>
    /// <param name="cancel">Cancels the wait. The server is not notified and may still run the method.</param>
    /// <exception cref="MessagingTimeoutException">
    /// No reply arrived within the timeout, or the heartbeats of a monitored call stopped.
    /// </exception>
    /// <exception cref="MessageDeliveryException">The request was not delivered, or may have been lost with its connection.</exception>
    /// <exception cref="RemoteErrorException">
    /// The method raised an exception. Python's builtin exceptions are thrown as their .NET counterparts, with this exception as the inner
    /// exception (<see cref="RemoteExceptionRegistry"/>).
    /// </exception>
    /// <exception cref="MessagingException">The reply cannot be read.</exception>
    /// <exception cref="ArgumentException">
    /// The arguments are not a JSON object, or the method raised Python's <c>ValueError</c> or <c>TypeError</c>.
    /// </exception>
    /// <exception cref="NotSupportedException">
    /// The JSON options have no metadata for the type of the arguments or the result, for example under AOT without a context that
    /// contains it.
    /// </exception>
    /// <exception cref="OperationCanceledException">
    /// The token was canceled. If that happened while the message was being sent, the inner exception is a
    /// <see cref="MessageDeliveryException"/> whose <see cref="MessageDeliveryException.InDoubt"/> indicates whether the message may have
    /// been sent.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The transport was stopped.</exception>
    /// <exception cref="InvalidTargetException">The target has no topic, or is a fanout.</exception>
    /// <exception cref="RpcVersionCapException">The version is above the cap.</exception>
    public Task<TResult?> CallAsync<TResult>(string method, object? arguments = null, CancellationToken cancel = default) =>
        StartCallAsync(method, arguments, static (client, called, response) => client.ReadResult<TResult>(called, response), cancel);

    /// <summary>
    /// Calls a method and completes when it has run. A result is ignored. Throws the same exceptions as <see cref="CallAsync{TResult}"/>.
    /// </summary>
    public Task CallAsync(string method, object? arguments = null, CancellationToken cancel = default) =>
        StartCallAsync<object?>(method, arguments, static (_, _, _) => null, cancel);

    /// <summary>
    /// Sends a request that has no reply. Completes when the peer has accepted it: a router accepts it when a server has accepted it, a
    /// broker when it is stored. If casts are configured to be sent settled, completes immediately. While no server listens, a router does
    /// not accept the request, and the task waits until the send timeout has passed.
    /// </summary>
    /// <param name="method">The wire name of the method.</param>
    /// <param name="arguments">An object or dictionary whose members are the arguments; null for none. It is serialized before this method returns.</param>
    /// <param name="cancel">Cancels the wait and withdraws the request if it has not been sent.</param>
    /// <exception cref="MessageDeliveryException">
    /// The request was not delivered within the send timeout (30 seconds by default), was refused, or may have been lost.
    /// </exception>
    /// <exception cref="ArgumentException">The arguments are not a JSON object.</exception>
    /// <exception cref="NotSupportedException">
    /// The JSON options have no metadata for the type of the arguments, for example under AOT without a context that contains it.
    /// </exception>
    /// <exception cref="OperationCanceledException">
    /// The token was canceled. If that happened while the message was being sent, the inner exception is a
    /// <see cref="MessageDeliveryException"/> whose <see cref="MessageDeliveryException.InDoubt"/> indicates whether the message may have
    /// been sent.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The transport was stopped.</exception>
    /// <exception cref="InvalidTargetException">The target has no topic.</exception>
    /// <exception cref="RpcVersionCapException">The version is above the cap.</exception>
    public Task CastAsync(string method, object? arguments = null, CancellationToken cancel = default) =>
        _settings.Filters is { } filters ? CastFilteredAsync(filters, method, arguments, cancel) : SendCastAsync(method, arguments, cancel);

    /// <summary>Sends a cast to every server of the topic. Completes and throws as <see cref="CastAsync"/> does.</summary>
    /// <remarks>
    /// A router does not accept a fanout while no server of the topic listens. The method then waits for a server and fails with
    /// <see cref="MessageDeliveryException"/> when the send timeout (<c>Amqp1:Rpc:SendTimeout</c>, 30 seconds by default) has passed. A
    /// broker accepts the message and drops it. Code that sends announcements to any servers that happen to listen should handle both
    /// cases.
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
                Content = WriteRequest(method, arguments, callMonitorTimeout: null),
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
                Content = WriteRequest(method, arguments, _settings.CallMonitorTimeout),
                TimeToLive = given ? timeout : null,
                Trace = Activities.Current(_bus.Settings.PropagateBaggage),
            };
            var call = new PendingCall(outgoing, timeout, _settings.Retry, given, _settings.CallMonitorTimeout);
            using var body = await _bus.CallAsync(call, cancel).ConfigureAwait(false);
            return read(this, method, ReadReply(method, body));
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

    private ReadOnlyMemory<byte> ReadReply(string method, in ReplyBody body)
    {
        Reply reply;
        try
        {
            reply = body.Read();
        }
        catch (WireFormatException malformed)
        {
            throw new MessagingException($"The reply to {method} cannot be read: {malformed.Message}", malformed);
        }

        return reply.Failure is { } failure
            ? throw _settings.RemoteExceptions.Create(ErrorText.Received(failure))
            : reply.Response;
    }

    private RequestContent WriteRequest(string method, object? arguments, TimeSpan? callMonitorTimeout)
    {
        var scratch = JsonScratch.Rent();
        RpcArguments.Write(scratch.Writer, arguments, _settings.Json);
        return new RequestContent
        {
            Method = method,
            Arguments = scratch.Finish(),
            Context = _settings.Context.Utf8Json,
            Namespace = Target.Namespace,
            Version = Target.Version,
            CallMonitorTimeout = callMonitorTimeout,
        };
    }

    /// <summary>Returns the timeout of this client, limited to the remaining time of the request that is being served.</summary>
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
