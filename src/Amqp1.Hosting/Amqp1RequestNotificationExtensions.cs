using Amqp1.Hosting;
using Amqp1.Hosting.Notifications;
using Amqp1.Notifications;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Publishes web requests as notifications.</summary>
public static class Amqp1RequestNotificationExtensions
{
    /// <summary>
    /// Publishes each request as <c>http.request</c> when it comes and as <c>http.response</c> when it is answered, with the request's
    /// data in the upper-case names of a WSGI environment, as oslo's middleware does. Stands early in the pipeline, so that it sees
    /// what the others answer. <c>AddAmqp1Messaging()</c> must have been called.
    /// </summary>
    /// <remarks>No request waits for the bus: notifications wait in a queue of 1000, and those that find it full are dropped and counted.</remarks>
    /// <param name="app">The application.</param>
    /// <param name="configure">Changes what is published; null for the defaults.</param>
    /// <exception cref="InvalidOperationException"><c>AddAmqp1Messaging()</c> was not called.</exception>
    public static IApplicationBuilder UseAmqp1RequestNotifications(this IApplicationBuilder app, Action<RequestNotificationOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(app);
        var services = app.ApplicationServices;
        var queue = services.GetKeyedService<NotificationQueue>(NotificationServices.RequestQueue)
            ?? throw new InvalidOperationException("UseAmqp1RequestNotifications() needs the services of AddAmqp1Messaging().");
        var options = new RequestNotificationOptions();
        configure?.Invoke(options);
        var notifier = services.GetRequiredService<INotifier>();
        return app.Use(next => new RequestNotificationMiddleware(next, notifier, queue, options).InvokeAsync);
    }
}
