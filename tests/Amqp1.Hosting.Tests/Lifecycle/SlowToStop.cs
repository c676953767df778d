using Microsoft.Extensions.Hosting;

namespace Amqp1.Hosting.Tests.Lifecycle;

/// <summary>A hosted service that has stopped when a test says so, as a web server has when its last request is over.</summary>
/// <param name="last">What it does before; null for nothing.</param>
internal sealed class SlowToStop(Func<Task>? last = null) : IHostedService
{
    public TaskCompletionSource Stopping { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TaskCompletionSource MayStop { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        Stopping.SetResult();
        if (last is not null)
        {
            await last();
        }

        await MayStop.Task;
    }
}
