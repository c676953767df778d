using Amqp1.Filters;

namespace Amqp1.Hosting.Internal;

/// <summary>
/// A filter that the container makes when it is first needed: it may ask for the transport or the notifier, which are made with their
/// filters. Thread-safe.
/// </summary>
internal sealed class LazyFilter(FilterRegistration registration, IServiceProvider services) : IMessagingFilter
{
    private readonly Lazy<IMessagingFilter> _filter = new(() => registration.Resolve(services));

    /// <summary>Lets what is wrong with it show up now, and not with the first message.</summary>
    public void Make() => _ = _filter.Value;

    public Task InvokeAsync(MessagingFilterContext context, MessagingFilterNext next) => _filter.Value.InvokeAsync(context, next);
}
