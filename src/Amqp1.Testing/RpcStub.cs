using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Amqp1.Rpc;

namespace Amqp1.Testing;

/// <summary>A stand-in for an RPC server in a test. It returns the configured answers and records every call and cast.</summary>
/// <remarks>
/// Created by <see cref="TestRouter.ServeAsync(string, Action{RpcStub}, CancellationToken)"/>. A method without an answer fails with
/// <c>NoSuchMethod</c>, as on any server, and is not recorded. All members are thread-safe.
/// </remarks>
public sealed class RpcStub : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Func<RecordedCall, RpcInvocation, ValueTask>> _answers = new();
    private readonly Recording<RecordedCall> _calls;
    private RpcServer? _server;

    internal RpcStub(Target target, TimeSpan waitLimit)
    {
        Target = target;
        _calls = new($"call at topic {target.Topic}", waitLimit, call => call.Method);
    }

    /// <summary>The target that the stub serves.</summary>
    public Target Target { get; }

    /// <summary>A copy of all calls and casts received so far, oldest first, including those that <see cref="NextCallAsync"/> has returned.</summary>
    public IReadOnlyList<RecordedCall> Calls => _calls.All;

    /// <summary>Sets the answer of a method. While the stub is serving, only the answer of an existing method can be replaced.</summary>
    /// <param name="method">The wire name of the method.</param>
    /// <param name="answer">
    /// Returns the result for the arguments, which are a JSON object. The result is serialized with <see cref="MessagingJson.Default"/>. An
    /// exception is returned to the caller, as from any endpoint; a <see cref="RemoteErrorException"/> specifies exactly the error that a
    /// Python caller receives.
    /// </param>
    /// <exception cref="InvalidOperationException">The stub is serving and does not have the method.</exception>
    public RpcStub On(string method, Func<JsonElement, object?> answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return On(method, (call, _) => Task.FromResult(answer(call.Arguments)));
    }

    /// <summary>
    /// Sets an asynchronous answer of a method, which may take time or never complete. While the stub is serving, only the answer of an
    /// existing method can be replaced.
    /// </summary>
    /// <param name="method">The wire name of the method.</param>
    /// <param name="answer">Returns the result. The token is cancelled at the caller's deadline and when the stub is disposed of.</param>
    /// <exception cref="InvalidOperationException">The stub is serving and does not have the method.</exception>
    public RpcStub On(string method, Func<RecordedCall, CancellationToken, Task<object?>> answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return Set(method, async (call, invocation) => invocation.SetResult(await answer(call, invocation.Cancellation).ConfigureAwait(false)));
    }

    /// <summary>
    /// Sets the answer of a method that returns a stream. The items are sent as the sequence yields them, or as a list if the caller does not
    /// read streams. While the stub is serving, only the answer of an existing method can be replaced.
    /// </summary>
    /// <typeparam name="TItem">The type of the items, which are serialized with <see cref="MessagingJson.Default"/>.</typeparam>
    /// <param name="method">The wire name of the method.</param>
    /// <param name="answer">
    /// Returns the items. An exception of the sequence reaches the caller after the items before it. The token is cancelled when the caller
    /// leaves the stream, at its deadline, and when the stub is disposed of.
    /// </param>
    /// <exception cref="InvalidOperationException">The stub is serving and does not have the method.</exception>
    public RpcStub OnStream<TItem>(string method, Func<RecordedCall, CancellationToken, IAsyncEnumerable<TItem>> answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return Set(method, (call, invocation) => invocation.SetResultAsync(
            answer(call, invocation.Cancellation), (JsonTypeInfo<TItem>)invocation.Json.GetTypeInfo(typeof(TItem))));
    }

    /// <summary>Sets the items of a method that returns a stream, from the arguments. See the other overload.</summary>
    /// <typeparam name="TItem">The type of the items.</typeparam>
    /// <param name="method">The wire name of the method.</param>
    /// <param name="answer">Returns the items for the arguments, which are a JSON object.</param>
    /// <exception cref="InvalidOperationException">The stub is serving and does not have the method.</exception>
    public RpcStub OnStream<TItem>(string method, Func<JsonElement, IEnumerable<TItem>> answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return OnStream(method, (call, _) => answer(call.Arguments).ToAsyncEnumerable());
    }

    /// <summary>
    /// Returns the oldest call or cast of a method that was not returned before. Waits if there is none. The call may not have been
    /// answered yet.
    /// </summary>
    /// <param name="method">The wire name of the method.</param>
    /// <param name="cancel">Cancels the wait.</param>
    /// <exception cref="TimeoutException">
    /// No call or cast of the method arrived within <see cref="TestRouterOptions.WaitLimit"/> (30 s by default). The message lists the
    /// calls that did arrive.
    /// </exception>
    public Task<RecordedCall> NextCallAsync(string method, CancellationToken cancel = default) =>
        _calls.NextAsync(call => call.Method == method, cancel);

    /// <summary>Stops serving and cancels the tokens of running answers. Does not throw.</summary>
    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;

    internal Task StartAsync(MessagingTransport transport, CancellationToken cancel)
    {
        var methods = _answers.Keys.Select(method => new RpcMethodDescriptor(method, (_, invocation) => AnswerAsync(method, invocation)));
        _server = transport.CreateRpcServer(Target, (new RpcEndpointDescriptor(typeof(RpcStub), Target, methods), this));
        _server.Start();
        return _server.WaitUntilListeningAsync(cancel);
    }

    private RpcStub Set(string method, Func<RecordedCall, RpcInvocation, ValueTask> answer)
    {
        ArgumentException.ThrowIfNullOrEmpty(method);
        if (_server is not null && !_answers.ContainsKey(method))
        {
            throw new InvalidOperationException($"The stub of topic {Target.Topic} is already serving; configure {method} before the stub starts.");
        }

        _answers[method] = answer;
        return this;
    }

    private async ValueTask AnswerAsync(string method, RpcInvocation invocation)
    {
        using var arguments = JsonDocument.Parse(invocation.Arguments);
        var call = new RecordedCall(method, arguments.RootElement.Clone(), invocation.Context);
        _calls.Add(call);
        await _answers[method](call, invocation).ConfigureAwait(false);
    }
}
