using Microsoft.Extensions.Hosting;

namespace Amqp1.Hosting.Tests.Lifecycle;

/// <summary>A hosted service that stops when a test allows it, like a web server that stops when its last request is over.</summary>
/// <param name="last">The work before the stop; null for none.</param>
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
