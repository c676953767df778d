global using Amqp1.Filters;
