namespace Amqp1.Filters;

/// <summary>Filters in their order, composed once. Without filters there is no pipeline and no cost. Thread-safe.</summary>
internal sealed class FilterPipeline
{
    private readonly MessagingFilterNext _first;

    private FilterPipeline(IReadOnlyList<IMessagingFilter> filters, IServiceProvider? services)
    {
        Services = services;
        _first = static context => context.Inner(context);
        foreach (var filter in filters.Reverse())
        {
            var next = _first;
            _first = context => filter.InvokeAsync(context, next);
        }
    }

    /// <summary>The services of the application.</summary>
    public IServiceProvider? Services { get; }

    /// <summary>Returns the pipeline; null when there are no filters.</summary>
    public static FilterPipeline? Of(IReadOnlyList<IMessagingFilter> filters, IServiceProvider? services) =>
        filters.Count == 0 ? null : new FilterPipeline(filters, services);

    /// <summary>
    /// Runs the filters around a message. An exception that a filter throws before it returns its task is also reported by the returned
    /// task.
    /// </summary>
    public async Task RunAsync(MessagingFilterContext context) => await _first(context).ConfigureAwait(false);
}
