using Amqp1.Hosting;
using Amqp1.Hosting.Notifications;
using Amqp1.Notifications;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Publishes web requests as notifications.</summary>
public static class Amqp1RequestNotificationExtensions
{
    /// <summary>
    /// Publishes each request like oslo's middleware: as <c>http.request</c> when it arrives and as <c>http.response</c> when it has been
    /// answered. The data of the request has the upper-case names of a WSGI environment. Add the middleware early in the pipeline, so that
    /// it sees the responses of the other middleware. <c>AddAmqp1Messaging()</c> must have been called.
    /// </summary>
    /// <remarks>
    /// No request waits for the bus. Notifications wait in a queue of 1000; when it is full, further notifications are dropped and counted.
    /// </remarks>
    /// <param name="app">The application.</param>
    /// <param name="configure">Changes the settings; null for the defaults.</param>
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
