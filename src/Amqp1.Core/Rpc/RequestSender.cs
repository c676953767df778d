using Amqp1.Addressing;
using Amqp1.Bus;
using Amqp1.Bus.Replies;
using Amqp1.Bus.Sending;
using Amqp1.Diagnostics;
using Amqp1.Dialects;
using Amqp1.Json;

namespace Amqp1.Rpc;

/// <summary>
/// Sends the calls and casts of a client, without its filters: each is checked, written, sent, measured and, for a call, its reply read.
/// Immutable and thread-safe.
/// </summary>
internal sealed class RequestSender
{
    private readonly MessageBus _bus;
    private readonly Destination? _destination;

    /// <param name="bus">The bus that sends the requests and receives the replies.</param>
    /// <param name="target">The target of the requests.</param>
    /// <param name="settings">The settings of the client.</param>
    public RequestSender(MessageBus bus, Target target, RpcClientSettings settings)
    {
        _bus = bus;
        Settings = settings;
        Target = target;
        _destination = string.IsNullOrEmpty(target.Topic) ? null : Destination.For(ServiceKind.Rpc, target);
    }

    public Target Target { get; }

    public RpcClientSettings Settings { get; }

    /// <summary>Returns a sender with another target and other settings.</summary>
    public RequestSender With(Target target, RpcClientSettings settings) => new(_bus, target, settings);

    /// <summary>Returns a sender with another request context.</summary>
    public RequestSender With(MessagingContext context) =>
        ReferenceEquals(context, Settings.Context) ? this : With(Target, Settings with { Context = context });

    /// <summary>Returns whether the version cap permits a version; always true without a cap.</summary>
    public bool IsWithinCap(string? version) =>
        Settings.VersionCap is not { } cap || (RpcVersion.TryParse(version) is { } asked && RpcVersion.Parse(cap).Serves(asked));

    /// <summary>Sends a cast. Completes when it is accepted.</summary>
    public Task CastAsync(string method, object? arguments, CancellationToken cancel) => Settings.Claims is { } claims
        ? ClaimedSender.CastAsync(claims, this, method, arguments, cancel)
        : CastDirectlyAsync(method, arguments, cancel);

    /// <summary>Sends a cast without a payload store.</summary>
    public async Task CastDirectlyAsync(string method, object? arguments, CancellationToken cancel)
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
            await _bus.SendAsync(new PendingSend(outgoing, Settings.SendTimeout, Settings.Retry), cancel).ConfigureAwait(false);
            measurement.EndSend(Target.Topic!, failure: null);
        }
        catch (Exception failure)
        {
            measurement.EndSend(Target.Topic!, failure);
            activity.Fail(failure);
            throw;
        }
    }

    /// <summary>Calls a method. Completes with its result when the reply arrives.</summary>
    /// <param name="method">The wire name of the method.</param>
    /// <param name="arguments">The arguments; null for none.</param>
    /// <param name="read">Reads the result from the response to the named method. The response is valid only during this call.</param>
    /// <param name="cancel">Cancels the wait.</param>
    public Task<TResult> CallAsync<TResult>(
        string method, object? arguments, Func<RpcClientSettings, string, ReadOnlyMemory<byte>, TResult> read, CancellationToken cancel) =>
        Settings.Claims is { } claims
            ? ClaimedSender.CallAsync(claims, this, method, arguments, read, cancel)
            : CallDirectlyAsync(method, arguments, read, cancel);

    /// <summary>Calls a method without a payload store; the request says nevertheless whether the client accepts a stored result.</summary>
    public async Task<TResult> CallDirectlyAsync<TResult>(
        string method, object? arguments, Func<RpcClientSettings, string, ReadOnlyMemory<byte>, TResult> read, CancellationToken cancel)
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
                Content = WriteCall(method, arguments),
                TimeToLive = given ? timeout : null,
                Trace = Activities.Current(_bus.Settings.PropagateBaggage),
            };
            var call = new PendingCall(outgoing, timeout, Settings.Retry, given, Settings.CallMonitorTimeout);
            using var body = await _bus.CallAsync(call, cancel).ConfigureAwait(false);
            var reply = ReplyReader.Read(Settings, method, body);
            var result = read(Settings, method, reply.Response);
            reply.Text.Return();
            return result;
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

    /// <summary>Calls a method that returns a stream. Completes when the request is about to be sent.</summary>
    /// <param name="method">The wire name of the method.</param>
    /// <param name="arguments">The arguments; null for none.</param>
    /// <param name="options">The limits of the stream.</param>
    /// <param name="cancel">Cancels the beginning of the stream.</param>
    public Task<IItemSource> OpenStreamAsync(string method, object? arguments, RpcStreamOptions options, CancellationToken cancel) =>
        Settings.Claims is { } claims
            ? ClaimedSender.OpenStreamAsync(claims, this, method, arguments, options, cancel)
            : OpenStreamDirectlyAsync(method, arguments, options, cancel);

    /// <summary>Calls a method that returns a stream without a payload store.</summary>
    public async Task<IItemSource> OpenStreamDirectlyAsync(string method, object? arguments, RpcStreamOptions options, CancellationToken cancel)
    {
        var destination = Check();
        if (Target.Fanout)
        {
            throw new InvalidTargetException("A stream cannot be used with fanout", Target);
        }

        var itemLimit = options.ItemTimeout ?? (Settings.Timeout > TimeSpan.Zero ? Settings.Timeout : Settings.SendTimeout);
        var due = DueOf(options);
        var inbox = await _bus.Streams.OpenAsync(options.Window, itemLimit, cancel).ConfigureAwait(false);

        // The span covers the request. The stream that follows would keep it open for as long as its reader likes.
        using var activity = Activities.StartCall(_bus.Logger, Target.Topic!, method, _bus.Host);
        try
        {
            var outgoing = new OutgoingMessage
            {
                Kind = MessageKind.Call,
                Destination = destination,
                Content = WriteStreamRequest(method, arguments, inbox.Acceptance),
                TimeToLive = due is { } stamp ? _bus.Deadlines.Until(stamp) : null,
                Trace = Activities.Current(_bus.Settings.PropagateBaggage),
            };
            var request = new PendingStreamRequest(outgoing, itemLimit, Settings.Retry, inbox, due);
            _bus.Send(request);
            return new IncomingStream(_bus, inbox, request, Settings, method, itemLimit, due, Measurement.OfCall(_bus.Logger, _bus.Instance));
        }
        catch (Exception failure)
        {
            inbox.Dispose();
            activity.Fail(failure);
            throw;
        }
    }

    /// <summary>Returns the time stamp at which a stream must end; null for none.</summary>
    private long? DueOf(RpcStreamOptions options)
    {
        long? own = options.Timeout is { } limit ? _bus.Deadlines.StampIn(limit) : null;
        return ServedMessage.Due is { } served && (own is null || served < own) ? served : own;
    }

    private StreamRequestContent WriteStreamRequest(string method, object? arguments, PartAcceptance parts)
    {
        var request = WriteRequest(method, arguments, callMonitorTimeout: null);
        return new StreamRequestContent(parts)
        {
            Method = method,
            Arguments = request.Arguments,
            Context = request.Context,
            Namespace = request.Namespace,
            Version = request.Version,
        };
    }

    private RequestContent WriteCall(string method, object? arguments)
    {
        var request = WriteRequest(method, arguments, Settings.CallMonitorTimeout);
        return Settings.Claims is not { StoresResults: true } claims ? request : new ClaimingRequestContent(claims.StoreId)
        {
            Method = method,
            Arguments = request.Arguments,
            Context = request.Context,
            Namespace = request.Namespace,
            Version = request.Version,
            CallMonitorTimeout = request.CallMonitorTimeout,
        };
    }

    private RequestContent WriteRequest(string method, object? arguments, TimeSpan? callMonitorTimeout)
    {
        var scratch = JsonScratch.Rent();
        RpcArguments.Write(scratch.Writer, arguments, Settings.Json);
        return new RequestContent
        {
            Method = method,
            Arguments = scratch.Finish(),
            Context = Settings.Context.Utf8Json,
            Namespace = Target.Namespace,
            Version = Target.Version,
            CallMonitorTimeout = callMonitorTimeout,
        };
    }

    /// <summary>Returns the timeout of the client, limited to the remaining time of the request that is being served.</summary>
    private (TimeSpan Timeout, bool Given) EffectiveTimeout()
    {
        var given = Settings.Timeout > TimeSpan.Zero;
        var timeout = given ? Settings.Timeout : Settings.SendTimeout;
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
        if (Settings.VersionCap is { } cap && !IsWithinCap(Target.Version))
        {
            throw new RpcVersionCapException(Target.Version, cap);
        }

        return _destination ?? throw new InvalidTargetException("A topic must be specified", Target);
    }
}
