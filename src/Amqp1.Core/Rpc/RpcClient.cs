using System.Runtime.CompilerServices;
using Amqp1.Bus;

namespace Amqp1.Rpc;

/// <summary>
/// Calls the methods of remote services. A call waits for its reply, a cast does not, and a fanout is sent to every server of a topic.
/// </summary>
/// <remarks>
/// Immutable and thread-safe; any number of calls can be in progress. <see cref="Prepare"/> returns a client with other settings. Methods
/// can be called before the connection is open: their messages wait for it until their deadlines.
/// </remarks>
public sealed class RpcClient
{
    private readonly RequestSender _sender;

    internal RpcClient(MessageBus bus, Target target, RpcClientSettings settings)
        : this(new RequestSender(bus, target, settings))
    {
    }

    private RpcClient(RequestSender sender) => _sender = sender;

    /// <summary>The target to which this client sends.</summary>
    public Target Target => _sender.Target;

    private RpcClientSettings Settings => _sender.Settings;

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
    /// <param name="idempotent">
    /// Whether running a method twice has the same effect as running it once, so that filters may repeat its calls. Default: false.
    /// </param>
    /// <param name="storeArguments">
    /// Whether large arguments are stored, so that the request carries a reference. The servers must use the same payload store. Default:
    /// <c>Amqp1:ClaimCheck:StoreArguments</c> (false). Without a payload store, it has no effect.
    /// </param>
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
        MessagingContext? context = null,
        bool? idempotent = null,
        bool? storeArguments = null)
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
        var settings = Settings with
        {
            Timeout = timeout ?? Settings.Timeout,
            VersionCap = versionCap ?? Settings.VersionCap,
            Retry = retry ?? Settings.Retry,
            CallMonitorTimeout = callMonitorTimeout ?? Settings.CallMonitorTimeout,
            Context = context ?? Settings.Context,
            IsIdempotent = idempotent ?? Settings.IsIdempotent,
            StoresArguments = storeArguments ?? Settings.StoresArguments,
        };
        return new RpcClient(_sender.With(target, settings));
    }

    /// <summary>Returns whether the version cap permits a version; always true without a cap.</summary>
    /// <param name="version">The version; null for that of <see cref="Target"/>.</param>
    /// <exception cref="MessagingException">The cap is not in the form <c>major.minor</c>.</exception>
    public bool CanSendVersion(string? version = null) => _sender.IsWithinCap(version ?? Target.Version);

    /// <summary>Calls a method and completes with its result when the reply arrives.</summary>
    /// <param name="method">The wire name of the method.</param>
    /// <param name="arguments">An object or dictionary whose members are the arguments; null for none.</param>
    /// <param name="cancel">
    /// Cancels the call: the wait ends at once, and the token of the method is cancelled soon after, if a server of this driver runs it and
    /// <c>Amqp1:Rpc:PropagateCancellation</c> is set, which is the default.
    /// </param>
    /// <exception cref="MessagingTimeoutException">
    /// No reply arrived within the timeout, or the heartbeats of a monitored call stopped.
    /// </exception>
    /// <exception cref="NoServerException">
    /// No server has listened during the grace period (<c>Amqp1:Rpc:NoServerGrace</c>, 15 seconds by default). Only routers, and RabbitMQ if no
    /// queue exists, can tell.
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
    /// The token was cancelled. If that happened while the message was being sent, the inner exception is a
    /// <see cref="MessageDeliveryException"/> whose <see cref="MessageDeliveryException.InDoubt"/> indicates whether the message may have
    /// been sent.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The transport was stopped.</exception>
    /// <exception cref="InvalidTargetException">The target has no topic, or is a fanout.</exception>
    /// <exception cref="RpcVersionCapException">The version is above the cap.</exception>
    public Task<TResult?> CallAsync<TResult>(string method, object? arguments = null, CancellationToken cancel = default) =>
        StartCallAsync(
            method, arguments, static (settings, called, response) => ReplyReader.ReadResult<TResult>(settings.Json, called, response), cancel);

    /// <summary>
    /// Calls a method and completes when it has run. A result is ignored. Throws the same exceptions as <see cref="CallAsync{TResult}"/>.
    /// </summary>
    public Task CallAsync(string method, object? arguments = null, CancellationToken cancel = default) =>
        StartCallAsync<object?>(method, arguments, static (_, _, _) => null, cancel);

    /// <summary>
    /// Calls a method that returns a stream. The request is sent when the enumeration begins, and again for each further enumeration. Items
    /// are read as the method yields them; a server that returns a list, such as a Python service, yields its items at the end.
    /// </summary>
    /// <remarks>
    /// The server stops when the reader does: it sends at most 64 items that were not read. A reader that leaves the enumeration cancels the
    /// method. The exception of a method is thrown after the items that it yielded before.
    /// </remarks>
    /// <param name="method">The wire name of the method.</param>
    /// <param name="arguments">An object or dictionary whose members are the arguments; null for none. It is serialized when the enumeration begins.</param>
    /// <param name="options">The limits of the stream; null for the defaults.</param>
    /// <param name="cancel">Cancels the stream and its method.</param>
    /// <exception cref="StreamInterruptedException">The stream was interrupted, for example by the loss of the connection.</exception>
    /// <exception cref="MessagingTimeoutException">
    /// No item arrived within the time limit for an item, or the stream did not end within its own.
    /// </exception>
    /// <exception cref="MessagingException">
    /// An item cannot be read, the result is not a list, or one of the reasons of <see cref="CallAsync{TResult}"/>, whose other exceptions are
    /// thrown as well.
    /// </exception>
    public async IAsyncEnumerable<TItem> StreamAsync<TItem>(
        string method, object? arguments = null, RpcStreamOptions? options = null, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        var limits = options ?? RpcStreamOptions.Default;
        using var source = await (Settings.Filters is { } filters
            ? FilteredSender.OpenStreamAsync(filters, _sender, method, arguments, limits, cancel)
            : _sender.OpenStreamAsync(method, arguments, limits, cancel)).ConfigureAwait(false);
        List<TItem> items = [];
        while (await source.ReadAsync(items, cancel).ConfigureAwait(false))
        {
            foreach (var item in items)
            {
                yield return item;
            }

            items.Clear();
        }
    }

    /// <summary>
    /// Sends a request that has no reply. Completes when the peer has accepted it: a router accepts it when a server has accepted it, a
    /// broker when it is stored. If casts are configured to be sent settled, completes immediately. While no server listens, a router does
    /// not accept the request, and the task waits for a server up to the grace period.
    /// </summary>
    /// <param name="method">The wire name of the method.</param>
    /// <param name="arguments">An object or dictionary whose members are the arguments; null for none. It is serialized before this method returns.</param>
    /// <param name="cancel">Cancels the wait and withdraws the request if it has not been sent.</param>
    /// <exception cref="NoServerException">
    /// No server has listened during the grace period (<c>Amqp1:Rpc:NoServerGrace</c>, 15 seconds by default).
    /// </exception>
    /// <exception cref="MessageDeliveryException">
    /// The request was not delivered within the send timeout (30 seconds by default), was refused, or may have been lost.
    /// </exception>
    /// <exception cref="ArgumentException">The arguments are not a JSON object.</exception>
    /// <exception cref="NotSupportedException">
    /// The JSON options have no metadata for the type of the arguments, for example under AOT without a context that contains it.
    /// </exception>
    /// <exception cref="OperationCanceledException">
    /// The token was cancelled. If that happened while the message was being sent, the inner exception is a
    /// <see cref="MessageDeliveryException"/> whose <see cref="MessageDeliveryException.InDoubt"/> indicates whether the message may have
    /// been sent.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The transport was stopped.</exception>
    /// <exception cref="InvalidTargetException">The target has no topic.</exception>
    /// <exception cref="RpcVersionCapException">The version is above the cap.</exception>
    public Task CastAsync(string method, object? arguments = null, CancellationToken cancel = default) =>
        StartCastAsync(_sender, method, arguments, cancel);

    /// <summary>Sends a cast to every server of the topic. Completes and throws as <see cref="CastAsync"/> does.</summary>
    /// <remarks>
    /// A router does not accept a fanout while no server of the topic listens. The method then waits for a server and completes without a
    /// receiver when the grace period (<c>Amqp1:Rpc:NoServerGrace</c>, 15 seconds by default) has passed, or fails with
    /// <see cref="NoServerException"/> if <c>Amqp1:Rpc:FanoutRequiresServer</c> is set. A broker accepts the message and drops it.
    /// </remarks>
    public Task FanoutAsync(string method, object? arguments = null, CancellationToken cancel = default) =>
        StartCastAsync(
            Target.Fanout ? _sender : _sender.With(Target with { Fanout = true }, Settings), method, arguments, cancel);

    /// <summary>Returns the same client without filters, for calls that this library itself makes.</summary>
    internal RpcClient WithoutFilters() =>
        Settings.Filters is null ? this : new RpcClient(_sender.With(Target, Settings with { Filters = null }));

    private Task<TResult> StartCallAsync<TResult>(
        string method, object? arguments, Func<RpcClientSettings, string, ReadOnlyMemory<byte>, TResult> read, CancellationToken cancel) =>
        Settings.Filters is { } filters
            ? FilteredSender.CallAsync(filters, _sender, method, arguments, read, cancel)
            : _sender.CallAsync(method, arguments, read, cancel);

    private static Task StartCastAsync(RequestSender sender, string method, object? arguments, CancellationToken cancel) =>
        sender.Settings.Filters is { } filters
            ? FilteredSender.CastAsync(filters, sender, method, arguments, cancel)
            : sender.CastAsync(method, arguments, cancel);
}
