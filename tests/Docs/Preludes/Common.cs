// The declarations that every snippet may use: the usings of a web project and of our packages, and a few objects by their usual names.
global using System;
global using System.Collections.Generic;
global using System.IO;
global using System.Linq;
global using System.Net.Http;
global using System.Net.Http.Json;
global using System.Text.Json;
global using System.Threading;
global using System.Threading.Tasks;
global using Amqp1;
global using Amqp1.Configuration;
global using Amqp1.Embedded;
global using Amqp1.Hosting;
global using Amqp1.Notifications;
global using Amqp1.Rpc;
global using Amqp1.Testing;
global using Microsoft.AspNetCore.Builder;
global using Microsoft.AspNetCore.Hosting;
global using Microsoft.AspNetCore.Http;
global using Microsoft.AspNetCore.Mvc.Testing;
global using Microsoft.Extensions.Configuration;
global using Microsoft.Extensions.DependencyInjection;
global using Microsoft.Extensions.Hosting;
global using Microsoft.Extensions.Logging;
global using Microsoft.Extensions.Time.Testing;
global using OpenTelemetry;
global using OpenTelemetry.Metrics;
global using OpenTelemetry.Trace;
global using Xunit;
global using static Given;

internal static class Given
{
    public static WebApplicationBuilder builder => null!;

    public static WebApplication app => null!;

    public static MessagingTransport transport => null!;

    public static INotifier notifier => null!;

    public static CancellationToken cancel => default;
}
