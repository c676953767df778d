using Amqp1.Filters;

namespace Amqp1.Hosting.Internal;

/// <summary>The registration of a filter that was added to an instance.</summary>
/// <param name="Resolve">Returns the filter. It is called once.</param>
internal sealed record FilterRegistration(Func<IServiceProvider, IMessagingFilter> Resolve);
