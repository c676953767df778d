using System.Diagnostics.CodeAnalysis;
using Amqp1.Filters;
using Amqp1.Hosting;
using Amqp1.Hosting.Internal;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds filters to messaging.</summary>
public static class Amqp1FilterExtensions
{
    /// <summary>
    /// Adds a filter around the calls, casts, requests and notifications of this instance, for both sent and received messages. Filters run
    /// in the order in which they were added; the first filter is the outermost.
    /// </summary>
    /// <remarks>
    /// The filter is a singleton unless it is registered with another lifetime. Services that belong to one message come from
    /// <see cref="MessagingFilterContext.Services"/>.
    /// </remarks>
    /// <typeparam name="TFilter">The filter class. This method registers it if it is not registered.</typeparam>
    /// <param name="builder">The builder.</param>
    public static IAmqp1MessagingBuilder AddFilter<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TFilter>(
        this IAmqp1MessagingBuilder builder)
        where TFilter : class, IMessagingFilter
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddSingleton<TFilter>();
        return builder.Add(new FilterRegistration(static services => services.GetRequiredService<TFilter>()));
    }

    /// <summary>Adds a filter object around the messages of this instance. See <see cref="AddFilter{TFilter}(IAmqp1MessagingBuilder)"/>.</summary>
    public static IAmqp1MessagingBuilder AddFilter(this IAmqp1MessagingBuilder builder, IMessagingFilter filter)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(filter);
        return builder.Add(new FilterRegistration(_ => filter));
    }

    /// <summary>Adds a filter method around the messages of this instance. See <see cref="AddFilter{TFilter}(IAmqp1MessagingBuilder)"/>.</summary>
    public static IAmqp1MessagingBuilder AddFilter(this IAmqp1MessagingBuilder builder, Func<MessagingFilterContext, MessagingFilterNext, Task> filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return builder.AddFilter(new DelegateFilter(filter));
    }

    /// <summary>
    /// Limits how many requests and notifications of this instance run at the same time: all of them together, those of a topic, or those
    /// of a method or event type. The limit is a filter, so filters that were added before it also enclose the wait.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Sets the limit and what it applies to.</param>
    /// <exception cref="ArgumentOutOfRangeException">A limit is out of range.</exception>
    public static IAmqp1MessagingBuilder AddConcurrencyLimit(this IAmqp1MessagingBuilder builder, Action<ConcurrencyLimitOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        var options = new ConcurrencyLimitOptions();
        configure(options);
        return builder.AddFilter(new ConcurrencyLimit(options));
    }

    private static IAmqp1MessagingBuilder Add(this IAmqp1MessagingBuilder builder, FilterRegistration registration)
    {
        builder.Services.AddKeyedSingleton(builder.Key, registration);
        return builder;
    }
}
