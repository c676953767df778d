using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Amqp1.Notifications;

public sealed record Sample(string Meter, double Value);

public sealed class Store
{
    public Task AddAsync(IReadOnlyList<Notification<Sample>> samples, CancellationToken cancel) => Task.CompletedTask;
}
