using System.Collections.Concurrent;
using System.Text.Json;
using Amqp1.Rpc;

namespace Amqp1.Testing;

/// <summary>Stands in for an RPC server in a test: answers what it is told to, and records every call and cast.</summary>
/// <remarks>
/// Made by <see cref="TestRouter.ServeAsync(string, Action{RpcStub}, CancellationToken)"/>. A method that was not named is answered as
/// any server would, with <c>NoSuchMethod</c>, and is not recorded. All members are thread-safe.
/// </remarks>
public sealed class RpcStub : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Func<RecordedCall, CancellationToken, Task<object?>>> _answers = new();
    private readonly Recording<RecordedCall> _calls;
    private RpcServer? _server;

    internal RpcStub(Target target, TimeSpan waitLimit)
    {
        Target = target;
        _calls = new($"call at topic {target.Topic}", waitLimit, call => call.Method);
    }

    /// <summary>What it serves.</summary>
    public Target Target { get; }

    /// <summary>A copy of all calls and casts so far, oldest first, whether asked for or not.</summary>
    public IReadOnlyList<RecordedCall> Calls => _calls.All;

    /// <summary>
    /// Says how a method is answered. When the stub is serving already, only the answer of a method that was named before can be replaced.
    /// </summary>
    /// <param name="method">The wire name of the method.</param>
    /// <param name="answer">
    /// Makes the result of the arguments, a JSON object; the result becomes JSON as <see cref="MessagingJson.Default"/> says. What it throws
    /// goes to the caller, as from any endpoint; a <see cref="RemoteErrorException"/> says exactly what a Python caller gets.
    /// </param>
    /// <exception cref="InvalidOperationException">The stub is serving and does not have the method.</exception>
    public RpcStub On(string method, Func<JsonElement, object?> answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return On(method, (call, _) => Task.FromResult(answer(call.Arguments)));
    }

    /// <summary>As the other overload, for answers that take their time, or never come.</summary>
    /// <param name="method">The wire name of the method.</param>
    /// <param name="answer">Makes the result. The token fires at the caller's deadline, and when the stub is disposed of.</param>
    /// <exception cref="InvalidOperationException">The stub is serving and does not have the method.</exception>
    public RpcStub On(string method, Func<RecordedCall, CancellationToken, Task<object?>> answer)
    {
        ArgumentException.ThrowIfNullOrEmpty(method);
        ArgumentNullException.ThrowIfNull(answer);
        if (_server is not null && !_answers.ContainsKey(method))
        {
            throw new InvalidOperationException($"The stub of topic {Target.Topic} is serving already: name {method} when it is made.");
        }

        _answers[method] = answer;
        return this;
    }

    /// <summary>
    /// Completes with the oldest call or cast of a method that was not returned before, when it has come: perhaps before it is answered.
    /// </summary>
    /// <param name="method">The wire name of the method.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <exception cref="TimeoutException">None came within <see cref="TestRouterOptions.WaitLimit"/> (30 s by default); the message says what came instead.</exception>
    public Task<RecordedCall> NextCallAsync(string method, CancellationToken cancel = default) =>
        _calls.NextAsync(call => call.Method == method, cancel);

    /// <summary>Stops serving; the tokens of answers that are still being made fire. Does not throw.</summary>
    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;

    internal Task StartAsync(MessagingTransport transport, CancellationToken cancel)
    {
        var methods = _answers.Keys.Select(method => new RpcMethodDescriptor(method, (_, invocation) => AnswerAsync(method, invocation)));
        _server = transport.CreateRpcServer(Target, (new RpcEndpointDescriptor(typeof(RpcStub), Target, methods), this));
        _server.Start();
        return _server.WaitUntilListeningAsync(cancel);
    }

    private async ValueTask AnswerAsync(string method, RpcInvocation invocation)
    {
        using var arguments = JsonDocument.Parse(invocation.Arguments);
        var call = new RecordedCall(method, arguments.RootElement.Clone(), invocation.Context);
        _calls.Add(call);
        invocation.SetResult(await _answers[method](call, invocation.Cancellation).ConfigureAwait(false));
    }
}
