using System.Diagnostics.CodeAnalysis;
using Amqp1.Rpc;

namespace Amqp1.Hosting.Tests.Endpoints;

/// <summary>An endpoint whose only method another endpoint of the topic hides.</summary>
[RpcEndpoint("weekday")]
[SuppressMessage("Design", "CA1822", Justification = "Endpoint methods belong to an object.")]
public sealed class SecondWeekday
{
    public DayOfWeek Next(DayOfWeek day) => day;
}
