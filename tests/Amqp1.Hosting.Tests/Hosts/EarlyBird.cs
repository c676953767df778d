using Microsoft.Extensions.Hosting;

namespace Amqp1.Hosting.Tests.Hosts;

/// <summary>
/// A hosted service that is registered before messaging. It gets the transport when it is created and calls when the host has started.
/// </summary>
internal sealed class EarlyBird(MessagingTransport transport, IHostApplicationLifetime lifetime) : BackgroundService
{
    private readonly TaskCompletionSource<string?> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<string?> Answer => _answer.Task;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var up = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = lifetime.ApplicationStarted.Register(up.SetResult);
        await up.Task.WaitAsync(stoppingToken);
        _answer.SetResult(await transport.CreateRpcClient(Target.ForTopic("greeter")).CallAsync<string>("greet", new { name = "bird" }, stoppingToken));
    }
}
