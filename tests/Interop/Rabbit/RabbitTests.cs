using System.Collections.Concurrent;
using System.Text.Json;
using Amqp1.Configuration;
using Amqp1.Interop.Tests.Harness;
using Amqp1.Interop.Tests.Harness.Rabbit;
using Microsoft.Extensions.Logging;

namespace Amqp1.Interop.Tests.Rabbit;

/// <summary>The base class of the tests of the rabbit dialect, with connections that end with the test and the results of peers.</summary>
public abstract class RabbitTests : IAsyncDisposable
{
    private readonly ConcurrentStack<IAsyncDisposable> _made = new();

    private protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        while (_made.TryPop(out var made))
        {
            await made.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    private protected static JsonElement Value(JsonElement result)
    {
        result.GetProperty("ok").GetBoolean().ShouldBeTrue(result.ToString());
        return result.GetProperty("value");
    }

    private protected static bool IsHit(JsonElement occurred, string mark) =>
        occurred.GetProperty("event").ValueEquals("request")
        && occurred.GetProperty("method").ValueEquals("hit")
        && occurred.GetProperty("args").GetProperty("data") is { ValueKind: JsonValueKind.String } data && data.ValueEquals(mark);

    /// <summary>Creates a transport without waiting for its connection.</summary>
    private protected MessagingTransport CreateTransport(string url, Action<Amqp1Options>? configure = null, ILoggerFactory? loggers = null)
    {
        var options = new Amqp1Options();
        options.Rpc.ResponseTimeout = Limits.Signal;
        configure?.Invoke(options);
        var transport = Keep(MessagingTransport.Create(url, options, loggers));
        transport.Start();
        return transport;
    }

    private protected async Task<MessagingTransport> ConnectAsync(string url, Action<Amqp1Options>? configure = null, ILoggerFactory? loggers = null)
    {
        var transport = CreateTransport(url, configure, loggers);
        await transport.WaitForConnectionAsync(Cancel).WaitAsync(Limits.Signal, Cancel);
        return transport;
    }

    private protected static async Task<ComputeService> ServeAsync(MessagingTransport transport, string topic, string name)
    {
        var service = new ComputeService(transport, topic, name);
        await service.StartAsync(Cancel);
        return service;
    }

    private protected async Task<PythonPeer> PythonAsync(OsloRelease oslo, string script, string url, params string[] arguments)
    {
        await oslo.RequireAsync();
        return Keep(await PythonPeer.StartReadyAsync(oslo.Python, script, Cancel, ["--url", url, .. arguments]));
    }

    private protected T Keep<T>(T made)
        where T : IAsyncDisposable
    {
        _made.Push(made);
        return made;
    }
}
