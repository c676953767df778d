using Amqp1.Filters;

namespace Amqp1.Hosting.Internal;

/// <summary>
/// A filter that the container creates on first use. It may request the transport or the notifier, which are created with their filters.
/// Thread-safe.
/// </summary>
internal sealed class LazyFilter(FilterRegistration registration, IServiceProvider services) : IMessagingFilter
{
    private readonly Lazy<IMessagingFilter> _filter = new(() => registration.Resolve(services));

    /// <summary>Creates the filter now, so that its errors do not occur only with the first message.</summary>
    public void Make() => _ = _filter.Value;

    public Task InvokeAsync(MessagingFilterContext context, MessagingFilterNext next) => _filter.Value.InvokeAsync(context, next);
}
