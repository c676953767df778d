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
    /// Lets a filter stand around the calls, casts, requests and notifications of this instance, on both sides. Filters run in the order
    /// in which they were added, the first being the outermost.
    /// </summary>
    /// <remarks>The filter is a singleton unless it is registered as something else; what belongs to one message comes from <see cref="MessagingFilterContext.Services"/>.</remarks>
    /// <typeparam name="TFilter">The class of the filter; registered by this method if it is not.</typeparam>
    /// <param name="builder">The builder.</param>
    public static IAmqp1MessagingBuilder AddFilter<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TFilter>(
        this IAmqp1MessagingBuilder builder)
        where TFilter : class, IMessagingFilter
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddSingleton<TFilter>();
        return builder.Add(new FilterRegistration(static services => services.GetRequiredService<TFilter>()));
    }

    /// <summary>Lets an object stand around the messages of this instance. Otherwise as <see cref="AddFilter{TFilter}(IAmqp1MessagingBuilder)"/>.</summary>
    public static IAmqp1MessagingBuilder AddFilter(this IAmqp1MessagingBuilder builder, IMessagingFilter filter)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(filter);
        return builder.Add(new FilterRegistration(_ => filter));
    }

    /// <summary>Lets a method stand around the messages of this instance. Otherwise as <see cref="AddFilter{TFilter}(IAmqp1MessagingBuilder)"/>.</summary>
    public static IAmqp1MessagingBuilder AddFilter(this IAmqp1MessagingBuilder builder, Func<MessagingFilterContext, MessagingFilterNext, Task> filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return builder.AddFilter(new DelegateFilter(filter));
    }

    private static IAmqp1MessagingBuilder Add(this IAmqp1MessagingBuilder builder, FilterRegistration registration)
    {
        builder.Services.AddKeyedSingleton(builder.Key, registration);
        return builder;
    }
}
