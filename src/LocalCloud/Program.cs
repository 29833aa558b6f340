using LocalCloud.Host;

return await StandAlone.RunAsync(args);
