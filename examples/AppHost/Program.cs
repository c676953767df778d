// Two services and the broker between them, with one command: dotnet run --project examples/AppHost
// It writes the address of the dashboard. See docs/using/aspire.md.
var builder = DistributedApplication.CreateBuilder(args);

// In this repository the tool is a project. Without WithTool, the SDK runs the package of the tool.
var bus = builder.AddAmqp1Broker("bus").WithTool("dotnet", BuiltTool.Path);

// AddAmqp1Messaging() uses the connection string that the reference sets.
var flavors = builder.AddProject<Projects.FlavorService>("flavors").WithReference(bus).WaitFor(bus);
builder.AddProject<Projects.FlavorShop>("shop")
    .WithReference(bus)
    .WaitFor(flavors)
    .WithHttpHealthCheck("/health")
    .WithUrlForEndpoint("http", url => url.Url += "/flavors/m1.small");

builder.Build().Run();
