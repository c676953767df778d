using Amqp1.Filters;

namespace Amqp1.Hosting.Internal;

/// <summary>A filter that was added to an instance, and how to come by it.</summary>
/// <param name="Resolve">Gives the filter; called once.</param>
internal sealed record FilterRegistration(Func<IServiceProvider, IMessagingFilter> Resolve);
